package io.meilibridge.camel;

import io.meilibridge.task.SyncTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/// Names batches: `source/slot/epoch/number`, what every write carries as `customMetadata`, so that
/// it is known again in the server's task list. The epoch is the source's
/// ([io.meilibridge.checkpoint.Tenure]) to the base 36; the number grows within the process.
final class BatchMarks {

    private final UnaryOperator<String> slotOf;
    private final ToLongFunction<String> epochOf;
    private final AtomicLong number = new AtomicLong();

    /// @param slotOf the slot of a source
    /// @param epochOf its epoch, which grows from one process that reads the slot to the next
    BatchMarks(UnaryOperator<String> slotOf, ToLongFunction<String> epochOf) {
        this.slotOf = slotOf;
        this.epochOf = epochOf;
    }

    String next(SyncTask task) {
        String source = task.definition().source();
        return source
                + "/"
                + slotOf.apply(source)
                + "/"
                + Long.toString(epochOf.applyAsLong(source), 36)
                + "/"
                + number.incrementAndGet();
    }
}
