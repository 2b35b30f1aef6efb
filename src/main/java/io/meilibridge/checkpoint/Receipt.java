package io.meilibridge.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Stands for one run of changes handed to a task. While it is open the task's checkpoint does not
/// pass the transaction of the run's first change. It ends once, by [#release], [#abandon] or
/// [#giveBack], whichever comes first; what comes later does nothing. May be ended by any thread.
public final class Receipt {

    private final DeliveryLedger ledger;
    private final TaskProgress progress;
    private final Mark safe;
    private final boolean ofStream;

    // Guarded by the ledger's lock.
    @Nullable Receipt older;
    @Nullable Receipt newer;
    boolean linked;
    private boolean ended;

    // Written once, before the receipt leaves the reader's thread.
    private long events;
    private long bytes;
    private @Nullable Instant committed;

    /// @param ofStream whether the stream would bring what it stands for again
    Receipt(DeliveryLedger ledger, TaskProgress progress, Mark safe, boolean ofStream) {
        this.ledger = ledger;
        this.progress = progress;
        this.safe = safe;
        this.ofStream = ofStream;
    }

    public String task() {
        return progress.task();
    }

    /// Changes in the run.
    public long events() {
        return events;
    }

    /// What the run counts for in flight.
    public long bytes() {
        return bytes;
    }

    /// When the first transaction of the run was committed, by the server's clock; null when not
    /// known.
    public @Nullable Instant committed() {
        return committed;
    }

    /// Every change of the run is settled: indexed, filtered out, or stored as a dead letter.
    public void release() {
        ledger.end(this, true);
    }

    /// The run is given up unsettled: it no longer counts as in flight. Its task is detached if it
    /// was not yet, and its checkpoint stays before the run until the task is attached again and
    /// the stream brings the changes anew.
    public void abandon() {
        ledger.end(this, false);
    }

    /// The run, the last of its task, is not taken after all: it no longer counts as in flight, and
    /// the stream brings its changes anew when it is next opened, which has to be before anything
    /// else is admitted. Until then the task's checkpoint stays before the run; the task itself is
    /// not detached. Rows that were read beside the stream just no longer count. By the reader's
    /// thread.
    public void giveBack() {
        ledger.takeBack(this);
    }

    void weigh(long eventCount, long byteCount, @Nullable Instant firstCommit) {
        events = eventCount;
        bytes = byteCount;
        committed = firstCommit;
    }

    boolean isOfStream() {
        return ofStream;
    }

    boolean isLinked() {
        return linked;
    }

    boolean isEnded() {
        return ended;
    }

    void markEnded() {
        ended = true;
    }

    TaskProgress progress() {
        return progress;
    }

    Mark safe() {
        return safe;
    }
}
