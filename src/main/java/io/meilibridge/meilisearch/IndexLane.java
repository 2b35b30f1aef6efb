package io.meilibridge.meilisearch;

import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The way into one index, shared by the sync tasks that fill it: one batch at a time, paced, with
/// a bounded number of tasks that the server has not finished.
///
/// A batch is let through at once when the lane is idle: none on its way, fewer than
/// [#UNFINISHED_WHEN_IDLE] unfinished tasks, and the pace kept. So changes are fast when there are
/// few and gather by themselves when there are many, without a storm of tiny tasks. Thread-safe.
public final class IndexLane {

    /// Every task costs the server a synced commit: with this many of them waiting, changes gather.
    static final int UNFINISHED_WHEN_IDLE = 4;

    private static final boolean NO_GATHERING = Failpoints.on("no-gathering");

    private final IndexUid index;
    private final long paceNanos;
    private final int unfinishedMax;
    private final LongSupplier nanoTime;
    private final List<Runnable> onFree = new CopyOnWriteArrayList<>();

    private final ReentrantLock state = new ReentrantLock();
    private final Condition taskFinished = state.newCondition();
    private final ReentrantLock sending = new ReentrantLock(true);
    private int reserved;
    private int unfinished;
    private long lastBegin;

    /// @param pace least time between the beginnings of two batches
    /// @param unfinishedMax tasks that may be unfinished before sending waits
    public IndexLane(IndexUid index, Duration pace, int unfinishedMax, LongSupplier nanoTime) {
        this.index = index;
        this.paceNanos = pace.toNanos();
        this.unfinishedMax = unfinishedMax;
        this.nanoTime = nanoTime;
        this.lastBegin = nanoTime.getAsLong() - paceNanos;
    }

    public IndexUid index() {
        return index;
    }

    /// A lane into another index, of the same limits.
    IndexLane another(IndexUid other) {
        return new IndexLane(other, Duration.ofNanos(paceNanos), unfinishedMax, nanoTime);
    }

    /// Called, from whatever thread, each time a batch may have become free to go.
    public void onFree(Runnable listener) {
        onFree.add(listener);
    }

    public void removeOnFree(Runnable listener) {
        onFree.remove(listener);
    }

    /// Takes the lane for one batch if it is idle; then [#release()] has to follow.
    public boolean tryReserve() {
        state.lock();
        try {
            boolean idle = reserved == 0 && hasFew(unfinished) && untilPace() <= 0;
            if (idle) {
                take();
            }
            return idle;
        } finally {
            state.unlock();
        }
    }

    private static boolean hasFew(int unfinished) {
        return unfinished < UNFINISHED_WHEN_IDLE || NO_GATHERING;
    }

    /// Takes a place behind whatever is on its way, for a batch that is full or old.
    public void reserve() {
        state.lock();
        try {
            take();
        } finally {
            state.unlock();
        }
    }

    private void take() {
        reserved++;
        lastBegin = nanoTime.getAsLong();
    }

    /// A reserved batch was accepted, given up, or was none.
    public void release() {
        state.lock();
        try {
            reserved--;
        } finally {
            state.unlock();
        }
        tellFree();
    }

    /// How long until the pace alone no longer holds a batch back; zero when something else does,
    /// of which [#onFree(Runnable)] tells.
    public Duration untilDue() {
        state.lock();
        try {
            return reserved > 0 || unfinished >= UNFINISHED_WHEN_IDLE
                    ? Duration.ZERO
                    : Duration.ofNanos(Math.max(0, untilPace()));
        } finally {
            state.unlock();
        }
    }

    private long untilPace() {
        return paceNanos - (nanoTime.getAsLong() - lastBegin);
    }

    void taskOpened() {
        state.lock();
        try {
            unfinished++;
        } finally {
            state.unlock();
        }
    }

    void taskClosed() {
        state.lock();
        try {
            unfinished--;
            taskFinished.signalAll();
        } finally {
            state.unlock();
        }
        tellFree();
    }

    public int unfinished() {
        state.lock();
        try {
            return unfinished;
        } finally {
            state.unlock();
        }
    }

    /// Waits, at most so long, until a task more may be opened.
    ///
    /// @return whether it may
    boolean awaitRoom(Duration limit) throws InterruptedException {
        return awaitFewerThan(unfinishedMax, limit);
    }

    /// Waits, at most so long, until the server has finished every task of the index.
    ///
    /// @return whether it has
    boolean awaitQuiet(Duration limit) throws InterruptedException {
        return awaitFewerThan(1, limit);
    }

    private boolean awaitFewerThan(int tasks, Duration limit) throws InterruptedException {
        state.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (unfinished >= tasks && left > 0) {
                left = taskFinished.awaitNanos(left);
            }
            return unfinished < tasks;
        } finally {
            state.unlock();
        }
    }

    /// Held by a delivery from its first request to its last, so that batches of several tasks do
    /// not mix: first come, first served.
    ReentrantLock sending() {
        return sending;
    }

    private void tellFree() {
        for (Runnable listener : onFree) {
            listener.run();
        }
    }
}
