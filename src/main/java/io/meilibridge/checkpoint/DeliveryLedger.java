package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.Failpoints;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one source has in flight, and so how far each of its tasks is settled and how far the slot
/// may be confirmed.
///
/// **The invariant**: [#confirmable] never passes a change of an enabled task, attached or
/// detached, that is not settled; and when all is settled it reaches the end of the stream.
///
/// One thread, the reader, calls [#begin], [#admit], [#commit], [#keepalive], [#handOver] and
/// [#onReopen], in the order of the stream and only after everything before was admitted. All else
/// may be called by any thread. Nothing is kept per change or per transaction: memory is one entry
/// per open receipt and one per task, detached or not.
///
/// A chunk of the stream goes like this: for each transaction `begin`, `admit` for each change of
/// each task of its table, `commit` if the chunk holds it; at the end of the chunk `handOver` for
/// each task that was told to TAKE something. The first TAKE of a task in a chunk opens the receipt
/// that `handOver` gives out, so that no change is ever uncovered.
///
/// LSNs: a checkpoint is an end LSN `E`, and a transaction is covered if and only if its commit LSN
/// is before `E`; a commit's end LSN is regularly the next one's commit LSN.
public final class DeliveryLedger {

    private static final boolean NO_DETACH_HOLD = Failpoints.on("no-detach-hold");

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TaskProgress> tasks = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight(lock, tasks.values(), this::wantsReopen);

    // Guarded by the lock.
    private final PreparedHolds prepared = new PreparedHolds();
    private Mark streamEnd;
    private boolean inTransaction;
    private Lsn givenForConfirmation;

    // The reader's thread alone.
    private final Map<String, TaskProgress> runs = new HashMap<>();
    private Lsn commitLsn = Lsn.INVALID;
    private int xid;

    /// @param start where the stream is opened: the slot's confirmed flush LSN
    /// @param starts one checkpoint for each enabled task of the source
    /// @throws IllegalArgumentException when a checkpoint is before the start: the changes between
    ///   will not come
    public DeliveryLedger(Lsn start, Collection<Checkpoint> starts, Clock clock) {
        this.clock = clock;
        this.streamEnd = Mark.at(start);
        this.givenForConfirmation = start;
        for (Checkpoint checkpoint : starts) {
            requireReachable(checkpoint);
            tasks.put(checkpoint.task(), TaskProgress.attached(checkpoint));
        }
    }

    /// A transaction starts.
    ///
    /// @param xid unsigned 32 bit
    public void begin(Lsn commitLsn, int xid) {
        lock.lock();
        try {
            if (inTransaction) {
                throw new IllegalStateException(
                        "Transaction "
                                + Integer.toUnsignedString(xid)
                                + " begins inside transaction "
                                + Integer.toUnsignedString(this.xid)
                                + ".");
            }
            inTransaction = true;
        } finally {
            lock.unlock();
        }
        this.commitLsn = commitLsn;
        this.xid = xid;
    }

    /// Decides about one change of the open transaction for one task. On TAKE the change belongs to
    /// the task's run of this chunk, and is covered from now on.
    ///
    /// @param ordinal of the change in its transaction; the same each time the transaction is sent
    public Admission admit(String task, long ordinal) {
        if (!commitLsn.isValid()) {
            throw new IllegalStateException(
                    "A change of task '" + task + "' came outside a transaction.");
        }
        TaskProgress progress = tasks.get(task);
        if (progress == null) {
            return Admission.NOT_ENABLED;
        }
        Admission admission = progress.admit(commitLsn, ordinal);
        if (admission != Admission.TAKE) {
            return admission;
        }
        if (!progress.hasRun() && !openRun(progress)) {
            return Admission.HELD;
        }
        progress.dispatched(commitLsn, ordinal);
        return Admission.TAKE;
    }

    private boolean openRun(TaskProgress progress) {
        lock.lock();
        try {
            if (!progress.openRun(this, streamEnd)) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        runs.put(progress.task(), progress);
        return true;
    }

    /// The open transaction is complete.
    ///
    /// @param endLsn the first byte after the transaction
    public void commit(Lsn endLsn, Instant commitTime) {
        lock.lock();
        try {
            if (!inTransaction) {
                throw new IllegalStateException("Commit at " + endLsn + " without a begin.");
            }
            inTransaction = false;
            streamEnd = Mark.max(streamEnd, new Mark(endLsn, xid, commitTime));
        } finally {
            lock.unlock();
        }
        commitLsn = Lsn.INVALID;
    }

    /// The server has sent everything before this position. Ignored while a transaction is open.
    public void keepalive(Lsn serverWalEnd) {
        lock.lock();
        try {
            if (!inTransaction && serverWalEnd.isAfter(streamEnd.lsn())) {
                streamEnd = streamEnd.movedTo(serverWalEnd);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the task's run of this chunk: the changes taken since the last call are now in flight.
    ///
    /// @param bytes what they count for: payload and overhead
    /// @throws IllegalStateException when nothing was taken
    public Receipt handOver(String task, long bytes) {
        return handOver(task, bytes, null);
    }

    /// The same for a run of which it is known when its first transaction was committed.
    public Receipt handOver(String task, long bytes, @Nullable Instant firstCommit) {
        TaskProgress progress = runs.remove(task);
        if (progress == null) {
            throw new IllegalStateException("Task '" + task + "' took no change to hand over.");
        }
        lock.lock();
        try {
            Receipt receipt = progress.closeRun(bytes, firstCommit);
            inFlight.add(receipt);
            return receipt;
        } finally {
            lock.unlock();
        }
    }

    /// Rows of the task's table that were read beside the stream are now in flight, behind all that
    /// was handed over. They hold the task's checkpoint like a run does.
    ///
    /// @return null when the task takes none
    public @Nullable Receipt handOverRows(String task, long rows, long bytes) {
        return inLock(() -> {
            TaskProgress progress = tasks.get(task);
            Receipt receipt = progress == null ? null : progress.openRows(this, streamEnd);
            if (receipt != null) {
                receipt.weigh(rows, bytes, null);
                inFlight.add(receipt);
            }
            return receipt;
        });
    }

    /// The stream is opened anew; the next message is the first after `start`. Waiting tasks are
    /// attached. What a task was handed before is REPEATED when it comes again, unless some of it
    /// was abandoned; what was taken but not handed over, or given back, is taken again.
    ///
    /// @throws IllegalStateException when the start is after a checkpoint of an enabled task: the
    ///   changes between would not come
    public void onReopen(Lsn start) {
        lock.lock();
        try {
            for (TaskProgress progress : tasks.values()) {
                Lsn reached = progress.checkpoint(streamEnd).lsn();
                if (start.isAfter(reached)) {
                    throw new IllegalStateException(
                            ("Cannot read on at %s: expected a start at or before the checkpoint %s"
                                            + " of task '%s'.")
                                    .formatted(start, reached, progress.task()));
                }
            }
            runs.clear();
            prepared.clear();
            tasks.values().forEach(progress -> progress.reopen(streamEnd));
            streamEnd = Mark.at(start);
            inTransaction = false;
        } finally {
            lock.unlock();
        }
        commitLsn = Lsn.INVALID;
    }

    /// Whether the slot sends transactions when they are prepared: what may be confirmed then
    /// follows what is read. To be called before anything is confirmed, and before a stream is
    /// opened.
    public void expectPrepared(boolean expected) {
        inLock(() -> prepared.expect(expected));
    }

    /// A transaction was sent that is prepared: the slot is held before it until it is rolled back,
    /// or committed and settled. The reader's thread.
    public void undecided(int xid, Lsn prepareLsn) {
        inLock(() -> prepared.undecided(xid, prepareLsn));
    }

    /// It was committed, and is about to come as a transaction of its own.
    ///
    /// @param endLsn the first byte after its commit
    public void committed(int xid, Lsn endLsn) {
        inLock(() -> prepared.committed(xid, endLsn));
    }

    public void rolledBack(int xid) {
        inLock(() -> prepared.rolledBack(xid));
    }

    /// Whether the task's checkpoint at the start, or at the last opening of the stream, covers the
    /// transaction: if and only if its commit LSN is before that checkpoint.
    public boolean skips(String task, Lsn commitLsn) {
        TaskProgress progress = tasks.get(task);
        return progress != null && progress.skips(commitLsn);
    }

    /// Holds a task: its changes are counted and not kept, its checkpoint goes up to here at most,
    /// as what is in flight gets settled.
    public void detach(String task) {
        inLock(() -> required(task).detach(streamEnd));
    }

    /// Lets a detached task go on when the stream is next opened, see [#wantsReopen].
    public void attach(String task) {
        inLock(() -> {
            required(task).attachAtReopen();
            inFlight.tasksChanged();
        });
    }

    /// Takes a task out: it pins nothing any more. Unknown tasks are ignored.
    public void disable(String task) {
        inLock(() -> tasks.remove(task));
    }

    /// Sets a task to a position by hand, or enables it there. What it had in flight no longer
    /// counts. It goes on from there when the stream is next opened, or, if it is detached, when it
    /// has been attached after that.
    ///
    /// @throws IllegalArgumentException when the position is before what may have been confirmed:
    ///   the server would not send from there
    public void place(Checkpoint checkpoint) {
        inLock(() -> {
            requireReachable(checkpoint);
            TaskProgress present = tasks.get(checkpoint.task());
            if (present == null) {
                tasks.put(checkpoint.task(), TaskProgress.waiting(checkpoint));
            } else {
                present.place(checkpoint);
            }
            inFlight.tasksChanged();
        });
    }

    /// What is handed over and not settled.
    public InFlight inFlight() {
        return inFlight;
    }

    /// What the task has in flight; nothing when it is not enabled.
    public TaskLoad load(String task) {
        return inLock(() -> {
            TaskProgress progress = tasks.get(task);
            return progress == null ? TaskLoad.NONE : progress.load().now();
        });
    }

    /// Whether a task waits for the stream to be opened anew at the confirmed position.
    public boolean wantsReopen() {
        return tasks.values().stream().anyMatch(TaskProgress::isWaiting);
    }

    /// Whether any task takes changes. When none does, reading is of no use.
    public boolean hasAttached() {
        return tasks.values().stream().anyMatch(TaskProgress::isAttached);
    }

    /// @throws IllegalArgumentException when the task is not enabled
    public Checkpoint checkpoint(String task) {
        return inLock(() -> checkpointOf(required(task)));
    }

    /// The checkpoints of all enabled tasks and what may be confirmed after they are stored, of one
    /// moment. From now on no task can be set before it.
    public Watermark watermark() {
        return inLock(() -> {
            List<Checkpoint> checkpoints = new ArrayList<>(tasks.size());
            tasks.values().forEach(progress -> checkpoints.add(checkpointOf(progress)));
            givenForConfirmation = Lsn.max(givenForConfirmation, lowest());
            return new Watermark(checkpoints, givenForConfirmation);
        });
    }

    /// The least checkpoint of the enabled tasks, or the end of the stream when there is none; not
    /// beyond a prepared transaction that is not settled. What is confirmed has to be stored first:
    /// that is the keeper's, by [#watermark].
    public Lsn confirmable() {
        return inLock(() -> lowest());
    }

    /// End of the last commit or keepalive that was read.
    public Lsn streamEnd() {
        return inLock(() -> streamEnd.lsn());
    }

    /// When the oldest transaction was committed of which the task has changes in flight, by the
    /// server's clock; empty when it has none, or is not enabled.
    public Optional<Instant> oldestCommit(String task) {
        return inLock(() -> {
            TaskProgress progress = tasks.get(task);
            return progress == null ? Optional.empty() : progress.oldestCommit();
        });
    }

    /// Changes that a detached task has been sent since the stream was opened for it; 0 when it is
    /// not enabled.
    public long heldEvents(String task) {
        TaskProgress progress = tasks.get(task);
        return progress == null ? 0 : progress.held();
    }

    /// What the ledger keeps.
    int openReceipts() {
        return inLock(() -> tasks.values().stream().mapToInt(TaskProgress::openReceipts).sum());
    }

    void end(Receipt receipt, boolean settled) {
        inLock(() -> {
            if (receipt.isEnded()) {
                return;
            }
            if (settled) {
                receipt.progress().settle(receipt);
            } else {
                receipt.progress().giveUp(receipt, streamEnd);
            }
            inFlight.end(receipt);
        });
    }

    void takeBack(Receipt receipt) {
        inLock(() -> {
            if (!receipt.isEnded()) {
                receipt.progress().takeBack(receipt);
                inFlight.remove(receipt);
            }
        });
    }

    private Checkpoint checkpointOf(TaskProgress progress) {
        Mark mark = progress.checkpoint(streamEnd);
        return new Checkpoint(
                progress.task(),
                mark.lsn(),
                mark.xid(),
                mark.commitTime(),
                clock.instant(),
                progress.settledEvents());
    }

    private Lsn lowest() {
        return prepared.bound(lowestOfTasks(), streamEnd.lsn());
    }

    private Lsn lowestOfTasks() {
        if (tasks.isEmpty()) {
            return Lsn.max(givenForConfirmation, streamEnd.lsn());
        }
        Lsn lowest = new Lsn(-1);
        for (TaskProgress progress : tasks.values()) {
            if (progress.isAttached() || !NO_DETACH_HOLD) {
                lowest = Lsn.min(lowest, progress.checkpoint(streamEnd).lsn());
            }
        }
        return lowest;
    }

    private TaskProgress required(String task) {
        TaskProgress progress = tasks.get(task);
        if (progress == null) {
            throw new IllegalArgumentException("Task '" + task + "' is not enabled.");
        }
        return progress;
    }

    /// @throws IllegalArgumentException when the position is before what may have been confirmed
    void requireReachable(Checkpoint checkpoint) {
        if (checkpoint.lsn().isBefore(givenForConfirmation)) {
            throw new IllegalArgumentException(
                    "Cannot start task '%s' at %s: expected a position at or after the confirmed %s."
                            .formatted(checkpoint.task(), checkpoint.lsn(), givenForConfirmation));
        }
    }

    private <T extends @Nullable Object> T inLock(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void inLock(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
