package io.meilibridge.camel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// Names batches: `source/slot/epoch/number`, what every write carries as `customMetadata`, so that
/// it is known again in the server's task list.
final class BatchMarks {

    private final UnaryOperator<String> slotOf;
    private final String epoch;
    private final AtomicLong number = new AtomicLong();

    /// @param slotOf the slot of a source
    /// @param epoch grows from one process to the next
    BatchMarks(UnaryOperator<String> slotOf, String epoch) {
        this.slotOf = slotOf;
        this.epoch = epoch;
    }

    String next(GatheredBatch batch) {
        String source = batch.task().definition().source();
        return source + "/" + slotOf.apply(source) + "/" + epoch + "/" + number.incrementAndGet();
    }
}
