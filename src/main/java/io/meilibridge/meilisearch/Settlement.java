package io.meilibridge.meilisearch;

import io.meilibridge.batch.Batch;
import io.meilibridge.fault.PipelineException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A batch on its way to be settled: all of it sent, and each of its tasks succeeded, unless the
/// user asked for less ([Confirmation]). It is *indexed* then, and settled once whoever was told of
/// that says so. It keeps the batch until then, since what is not settled may have to be sent
/// again. It ends once, settled or abandoned. Thread-safe.
public final class Settlement {

    /// What becomes of the batch's changes.
    public interface Outcome {

        /// They are indexed.
        void settled();

        /// They are given up as things are: they come again when the sync task goes on.
        void abandoned();

        /// They are kept elsewhere, durably, and are sent from there.
        default void putAside() {
            settled();
        }
    }

    private final Sender sender;
    private final Batch batch;
    private final Confirmation confirmation;
    private final Outcome outcome;
    // One for the delivery itself, one for each open task that is waited for.
    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean indexed;
    private volatile boolean broken;
    private volatile boolean settled;
    private volatile Runnable whenIndexed = this::settle;

    public Settlement(Sender sender, Batch batch, Confirmation confirmation, Outcome outcome) {
        this.sender = sender;
        this.batch = batch;
        this.confirmation = confirmation;
        this.outcome = outcome;
    }

    Sender sender() {
        return sender;
    }

    public Batch batch() {
        return batch;
    }

    /// Has somebody told, at once or later, that the batch is indexed or has ended; who then
    /// decides when it is settled. Else it is at once.
    void whenIndexed(Runnable listener) {
        whenIndexed = listener;
    }

    /// Whether what a task of it left undone can be made good.
    boolean isToBeMended() {
        return confirmation.waitsForTasks() && !hasEnded();
    }

    /// A task of it has failed, and is to be made good.
    void broken() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    /// What its tasks left undone was made good, or it was sent again with it.
    void mended() {
        broken = false;
        indexed = true;
    }

    boolean isIndexed() {
        return indexed;
    }

    /// What to do about a task of the batch that failed now.
    String afterFailure() {
        return settled ? Confirmation.ENQUEUED.afterFailure() : Confirmation.INDEXED.afterFailure();
    }

    void taskOpened() {
        if (confirmation.waitsForTasks()) {
            open.incrementAndGet();
        }
    }

    void taskSucceeded() {
        if (confirmation.waitsForTasks()) {
            closeOne();
        }
    }

    /// Every piece was accepted.
    void sent() {
        closeOne();
    }

    private void closeOne() {
        if (open.decrementAndGet() == 0) {
            indexed = true;
            whenIndexed.run();
        }
    }

    void settle() {
        if (ended.compareAndSet(false, true)) {
            settled = true;
            outcome.settled();
        }
    }

    /// The batch cannot be settled, or what settled it did not hold: its sync task stops.
    public void fail(PipelineException fault) {
        if (ended.compareAndSet(false, true)) {
            // The stop first: it holds the task's position before the changes are let go.
            sender.stop(fault);
            outcome.abandoned();
            whenIndexed.run();
        } else if (settled) {
            sender.stop(fault);
        }
    }

    /// The batch is kept elsewhere, durably, and will be sent from there in its turn: what becomes
    /// of this try is of no account any more. Does nothing where it has ended.
    public void putAside() {
        if (ended.compareAndSet(false, true)) {
            outcome.putAside();
            whenIndexed.run();
        }
    }

    /// The rest of the batch is not sent, because its sync task no longer sends.
    void giveUp() {
        if (ended.compareAndSet(false, true)) {
            outcome.abandoned();
            whenIndexed.run();
        }
    }

    boolean hasEnded() {
        return ended.get();
    }
}
