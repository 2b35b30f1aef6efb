package io.meilibridge.meilisearch;

import io.meilibridge.batch.Batch;
import io.meilibridge.fault.PipelineException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A batch on its way to be settled: sent, and each of its tasks succeeded. It keeps the batch
/// until then, since what is not settled may have to be sent again. Thread-safe.
public final class Settlement {

    private final Sender sender;
    private final Batch batch;
    private final Runnable onSettled;
    // One for the delivery itself, one for each open task.
    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicBoolean failed = new AtomicBoolean();

    /// @param onSettled called once, when the last task has succeeded; never after a failure
    public Settlement(Sender sender, Batch batch, Runnable onSettled) {
        this.sender = sender;
        this.batch = batch;
        this.onSettled = onSettled;
    }

    Sender sender() {
        return sender;
    }

    Batch batch() {
        return batch;
    }

    void taskOpened() {
        open.incrementAndGet();
    }

    void taskSucceeded() {
        closeOne();
    }

    void sent() {
        closeOne();
    }

    private void closeOne() {
        if (open.decrementAndGet() == 0 && !failed.get()) {
            onSettled.run();
        }
    }

    /// The batch will not be settled as things are: its sync task stops.
    void fail(PipelineException fault) {
        if (failed.compareAndSet(false, true)) {
            sender.stop(fault);
        }
    }

    boolean hasFailed() {
        return failed.get();
    }
}
