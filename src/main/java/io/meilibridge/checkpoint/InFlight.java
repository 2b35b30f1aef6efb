package io.meilibridge.checkpoint;

import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/// How much of one source is handed over and not settled, and the waits for that to change: for
/// room, for the end of everything, for a task that wants the stream reopened. Belongs to a
/// [DeliveryLedger] and uses its lock. May be asked by any thread.
public final class InFlight {

    private static final boolean NO_BACKPRESSURE = Failpoints.on("no-backpressure");

    /// What no task may fill alone, as long as there are others: of what is not held by tasks that
    /// take no changes. So there is room for them when it gets stuck.
    private static final double ONE_TASK_MAX = 0.75;

    private final ReentrantLock lock;
    private final Condition changed;
    private final Collection<TaskProgress> tasks;
    private final BooleanSupplier wantsReopen;

    // Guarded by the lock.
    private long events;
    private long bytes;
    private long endedReceipts;

    /// @param tasks the ledger's own
    InFlight(ReentrantLock lock, Collection<TaskProgress> tasks, BooleanSupplier wantsReopen) {
        this.lock = lock;
        this.tasks = tasks;
        this.changed = lock.newCondition();
        this.wantsReopen = wantsReopen;
    }

    /// Under the lock.
    void add(Receipt receipt) {
        events += receipt.events();
        bytes += receipt.bytes();
        receipt.progress().load().add(receipt);
    }

    /// Under the lock.
    void end(Receipt receipt) {
        endedReceipts++;
        receipt.progress().load().end();
        remove(receipt);
    }

    /// Under the lock.
    void remove(Receipt receipt) {
        events -= receipt.events();
        bytes -= receipt.bytes();
        receipt.progress().load().remove(receipt);
        changed.signalAll();
    }

    /// Under the lock: a task may want the stream reopened.
    void tasksChanged() {
        changed.signalAll();
    }

    public long events() {
        lock.lock();
        try {
            return events;
        } finally {
            lock.unlock();
        }
    }

    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// Receipts ended so far, released and abandoned.
    public long endedReceipts() {
        lock.lock();
        try {
            return endedReceipts;
        } finally {
            lock.unlock();
        }
    }

    /// Whether less than both limits is in flight, and no task has more of it than leaves room for
    /// the others.
    ///
    /// @param eventsMax 0: no limit
    public boolean hasRoom(long bytesMax, long eventsMax) {
        lock.lock();
        try {
            return NO_BACKPRESSURE
                    || (hasRoom(bytes, bytesMax, TaskLoad.Count::bytes)
                            && (eventsMax == 0
                                    || hasRoom(events, eventsMax, TaskLoad.Count::events)));
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(long all, long max, ToLongFunction<TaskLoad.Count> ofTask) {
        if (all >= max) {
            return false;
        }
        if (tasks.size() < 2 || all < max * ONE_TASK_MAX) {
            return true;
        }
        long held = 0;
        long most = 0;
        for (TaskProgress task : tasks) {
            long its = ofTask.applyAsLong(task.load());
            if (task.isAttached()) {
                most = Math.max(most, its);
            } else {
                held += its;
            }
        }
        return most < (max - held) * ONE_TASK_MAX;
    }

    /// Waits until less than both limits is in flight, a task wants the stream reopened, or the
    /// time is over.
    ///
    /// @param eventsMax 0: no limit
    /// @return whether there is room
    public boolean awaitRoom(long bytesMax, long eventsMax, Duration atMost)
            throws InterruptedException {
        return await(() -> hasRoom(bytesMax, eventsMax) || wantsReopen.getAsBoolean(), atMost)
                && hasRoom(bytesMax, eventsMax);
    }

    /// Waits until a task wants the stream reopened or the time is over.
    public boolean awaitReopenWanted(Duration atMost) throws InterruptedException {
        return await(wantsReopen, atMost);
    }

    /// Waits until nothing is in flight or the time is over.
    ///
    /// @return whether nothing is
    public boolean awaitSettled(Duration atMost) throws InterruptedException {
        return await(() -> events == 0, atMost);
    }

    /// Waits until at least so many receipts have ended since the start, or the time is over.
    public boolean awaitEndedReceipts(long count, Duration atMost) throws InterruptedException {
        return await(() -> endedReceipts >= count, atMost);
    }

    private boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
