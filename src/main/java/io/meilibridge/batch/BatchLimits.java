package io.meilibridge.batch;

/// When a batch counts as full. A batch may pass a limit by what one chunk of the stream adds.
///
/// @param rowsMax changes added, folded or not
/// @param bytesMax rendered bytes
public record BatchLimits(int rowsMax, long bytesMax) {

    public BatchLimits {
        if (rowsMax < 1) {
            throw new IllegalArgumentException(
                    "A batch of at most " + rowsMax + " rows holds none.");
        }
        if (bytesMax < 1) {
            throw new IllegalArgumentException(
                    "A batch of at most " + bytesMax + " bytes holds none.");
        }
    }
}
