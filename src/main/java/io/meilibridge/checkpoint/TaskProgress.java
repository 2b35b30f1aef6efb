package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.Failpoints;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The ledger's account of one task. Open receipts are a list in the order of opening, which is the
/// order of their safe points, so the oldest decides; ending one unlinks it.
///
/// What the reader's thread alone uses is marked; everything else is guarded by the ledger's lock.
final class TaskProgress {

    private enum State {
        ATTACHED,
        /// To be attached when the stream is next opened.
        WAITING,
        DETACHED
    }

    private static final boolean SKIP_OR_EQUAL = Failpoints.on("skip-or-equal");
    private static final boolean KNOWN_BY_LSN = Failpoints.on("known-by-lsn");
    private static final boolean REPEAT = Failpoints.on("repeat-dispatched");

    private final String task;
    private volatile State state;

    /// The least the task has reached; where a detached task stands still.
    private Mark floor;

    private @Nullable Receipt oldest;
    private @Nullable Receipt newest;
    private boolean abandoned;
    private long settledEvents;
    private final TaskLoad.Count load = new TaskLoad.Count();

    /// Changes that came while the task was detached. Written by the reader only.
    private final AtomicLong held = new AtomicLong();

    // The reader's thread alone, or while no reader runs.
    private Lsn from;
    private long dispatchedCommit;
    private long dispatchedOrdinal = -1;
    private @Nullable Receipt run;
    private long runEvents;
    private long beforeRunCommit;
    private long beforeRunOrdinal = -1;

    static TaskProgress attached(Checkpoint start) {
        return new TaskProgress(start, State.ATTACHED);
    }

    static TaskProgress waiting(Checkpoint start) {
        return new TaskProgress(start, State.WAITING);
    }

    private TaskProgress(Checkpoint start, State state) {
        this.task = start.task();
        this.floor = Mark.of(start);
        this.from = start.lsn();
        this.settledEvents = start.events();
        this.state = state;
    }

    String task() {
        return task;
    }

    boolean isAttached() {
        return state == State.ATTACHED;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    long settledEvents() {
        return settledEvents;
    }

    TaskLoad.Count load() {
        return load;
    }

    long held() {
        return held.get();
    }

    boolean skips(Lsn commitLsn) {
        return commitLsn.isBefore(from) || (SKIP_OR_EQUAL && commitLsn.equals(from));
    }

    /// Reader's thread. TAKE means: not known yet, open a run or count it into the open one.
    Admission admit(Lsn commitLsn, long ordinal) {
        if (skips(commitLsn)) {
            return Admission.COVERED;
        }
        if (state != State.ATTACHED) {
            held.lazySet(held.get() + 1);
            return Admission.HELD;
        }
        int order = Long.compareUnsigned(commitLsn.value(), dispatchedCommit);
        boolean known = KNOWN_BY_LSN || ordinal <= dispatchedOrdinal;
        if (order < 0 || (order == 0 && known)) {
            return REPEAT ? Admission.TAKE : Admission.REPEATED;
        }
        return Admission.TAKE;
    }

    /// Reader's thread.
    boolean hasRun() {
        return run != null;
    }

    /// Reader's thread, under the lock.
    ///
    /// @return false when the task was detached in between: the change is not taken
    boolean openRun(DeliveryLedger ledger, Mark streamEnd) {
        if (state != State.ATTACHED) {
            held.lazySet(held.get() + 1);
            return false;
        }
        Receipt receipt = new Receipt(ledger, this, seen(streamEnd), true);
        link(receipt);
        run = receipt;
        runEvents = 0;
        beforeRunCommit = dispatchedCommit;
        beforeRunOrdinal = dispatchedOrdinal;
        return true;
    }

    /// Reader's thread, under the lock: for rows that do not come by the stream.
    ///
    /// @return null when the task is held
    @Nullable Receipt openRows(DeliveryLedger ledger, Mark streamEnd) {
        if (state != State.ATTACHED) {
            return null;
        }
        Receipt receipt = new Receipt(ledger, this, seen(streamEnd), false);
        link(receipt);
        return receipt;
    }

    /// Reader's thread.
    void dispatched(Lsn commitLsn, long ordinal) {
        dispatchedCommit = commitLsn.value();
        dispatchedOrdinal = ordinal;
        runEvents++;
    }

    /// Reader's thread, under the lock.
    Receipt closeRun(long bytes, @Nullable Instant firstCommit) {
        Receipt receipt = run;
        if (receipt == null) {
            throw new IllegalStateException(
                    "Task '" + task + "' was given no change to hand over.");
        }
        receipt.weigh(runEvents, bytes, firstCommit);
        run = null;
        return receipt;
    }

    /// Reader's thread, under the lock: the run that was closed last is open again, for [#reopen]
    /// to undo. It stays in the list and so holds the checkpoint.
    void takeBack(Receipt receipt) {
        if (!receipt.isOfStream()) {
            unlink(receipt);
            receipt.markEnded();
            return;
        }
        if (run != null) {
            throw new IllegalStateException(
                    "Task '" + task + "' has taken more since the run that is given back.");
        }
        receipt.markEnded();
        run = receipt;
    }

    void detach(Mark streamEnd) {
        floor = seen(streamEnd);
        state = State.DETACHED;
    }

    void attachAtReopen() {
        if (state == State.DETACHED) {
            state = State.WAITING;
        }
    }

    /// Moves the task by hand. What is open no longer counts, and nothing was handed over.
    void place(Checkpoint checkpoint) {
        floor = Mark.of(checkpoint);
        unlinkAll();
        abandoned = true;
        if (state == State.ATTACHED) {
            state = State.WAITING;
        }
    }

    void settle(Receipt receipt) {
        unlink(receipt);
        receipt.markEnded();
        settledEvents += receipt.events();
    }

    void giveUp(Receipt receipt, Mark streamEnd) {
        receipt.markEnded();
        if (!receipt.isLinked()) {
            return; // superseded: its changes come again in any case
        }
        if (state == State.ATTACHED) {
            detach(streamEnd);
        }
        floor = Mark.min(floor, receipt.safe());
        abandoned = true;
        unlink(receipt);
    }

    /// Reader's thread, under the lock: the stream starts again.
    ///
    /// @param streamEnd where it had got to
    void reopen(Mark streamEnd) {
        floor = seen(streamEnd);
        takeBackRun();
        if (state == State.WAITING) {
            if (abandoned) {
                forget();
            }
            held.set(0);
            state = State.ATTACHED;
        }
        from = checkpoint(floor).lsn();
    }

    /// What was taken and not handed over is as if it never came.
    private void takeBackRun() {
        Receipt receipt = run;
        if (receipt == null) {
            return;
        }
        if (receipt.isLinked()) {
            floor = Mark.min(floor, receipt.safe());
            unlink(receipt);
        }
        receipt.markEnded();
        run = null;
        dispatchedCommit = beforeRunCommit;
        dispatchedOrdinal = beforeRunOrdinal;
    }

    private void forget() {
        floor = checkpoint(floor);
        unlinkAll();
        dispatchedCommit = 0;
        dispatchedOrdinal = -1;
        abandoned = false;
    }

    /// Up to where the task's changes have all been admitted.
    private Mark seen(Mark streamEnd) {
        return state == State.ATTACHED ? Mark.max(floor, streamEnd) : floor;
    }

    Optional<Instant> oldestCommit() {
        for (Receipt open = oldest; open != null; open = open.newer) {
            Instant committed = open.committed();
            if (committed != null) {
                return Optional.of(committed);
            }
        }
        return Optional.empty();
    }

    Mark checkpoint(Mark streamEnd) {
        Mark seen = seen(streamEnd);
        Receipt first = oldest;
        return first == null ? seen : Mark.min(seen, first.safe());
    }

    int openReceipts() {
        int count = 0;
        for (Receipt open = oldest; open != null; open = open.newer) {
            count++;
        }
        return count;
    }

    private void unlinkAll() {
        for (Receipt open = oldest; open != null; open = oldest) {
            unlink(open);
        }
    }

    private void link(Receipt receipt) {
        Receipt last = newest;
        receipt.older = last;
        receipt.linked = true;
        if (last == null) {
            oldest = receipt;
        } else {
            last.newer = receipt;
        }
        newest = receipt;
    }

    private void unlink(Receipt receipt) {
        if (!receipt.isLinked()) {
            return;
        }
        Receipt before = receipt.older;
        Receipt after = receipt.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        receipt.older = null;
        receipt.newer = null;
        receipt.linked = false;
    }
}
