package io.meilibridge.checkpoint;

import java.time.Duration;

/// When checkpoints are stored.
///
/// @param interval the longest a changed checkpoint waits (`flush_interval`). One that moves what
///   may be confirmed waits a second at most.
/// @param batchSize ended receipts after which it does not wait (`flush_batch_size`)
public record FlushSettings(Duration interval, int batchSize) {

    public FlushSettings {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("Flush interval " + interval + " is not positive.");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("Flush batch size " + batchSize + " is below 1.");
        }
    }
}
