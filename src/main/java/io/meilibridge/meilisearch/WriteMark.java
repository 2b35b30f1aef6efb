package io.meilibridge.meilisearch;

import java.util.Optional;

/// What a write carries as `customMetadata`, `source/slot/epoch/batch/request`, so that its task is
/// known again in the server's list. A request that is sent again carries the same one.
///
/// @param origin source and slot
/// @param epoch grows from one process that reads the slot to the next
record WriteMark(String origin, long epoch) {

    private static final int RADIX = 36;

    /// Empty for a task that is not ours.
    static Optional<WriteMark> of(String metadata) {
        int request = metadata.lastIndexOf('/');
        int batch = metadata.lastIndexOf('/', request - 1);
        int epoch = metadata.lastIndexOf('/', batch - 1);
        if (epoch <= 0 || batch <= epoch + 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new WriteMark(
                            metadata.substring(0, epoch),
                            Long.parseLong(metadata.substring(epoch + 1, batch), RADIX)));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
