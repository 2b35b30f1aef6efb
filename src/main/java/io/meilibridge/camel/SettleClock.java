package io.meilibridge.camel;

import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.meilisearch.SettleWatch;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// Wakes the `settle` route: 5 ms after something was opened out of idleness, every 10 ms while
/// tasks finish, ever more seldom while none does, never while nothing is open. Owns one thread.
final class SettleClock implements AutoCloseable {

    static final Duration SHORTEST = Duration.ofMillis(5);

    /// A poll costs as much as a write, and batches that are 4 ms apart do not wait for fewer than
    /// four unfinished tasks in this time.
    static final Duration BUSY = Duration.ofMillis(10);

    static final Duration LONGEST = Duration.ofMillis(250);

    /// Between two polls of a server that does not answer.
    static final Duration WHILE_AWAY = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Thread thread;
    private final IntSupplier poll;
    private final SettleWatch watch;
    private final Circuit circuit;
    private volatile boolean closed;

    /// @param poll looks at what is open and returns how much it closed
    SettleClock(SettleWatch watch, Circuit circuit, IntSupplier poll) {
        this.watch = watch;
        this.circuit = circuit;
        this.poll = poll;
        this.thread = Thread.ofVirtual().name("settle-clock").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Something was opened.
    void wake() {
        lock.lock();
        try {
            opened.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long waitNanos = SHORTEST.toNanos();
        try {
            while (!closed) {
                if (awaitOpened()) {
                    waitNanos = SHORTEST.toNanos();
                }
                Thread.sleep(Duration.ofNanos(waitNanos));
                boolean progress = poll.getAsInt() > 0;
                waitNanos = progress ? BUSY.toNanos() : longer(waitNanos);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private long longer(long waitNanos) {
        return circuit.isHeld()
                ? WHILE_AWAY.toNanos()
                : Math.min(waitNanos * 3 / 2, LONGEST.toNanos());
    }

    /// @return whether it had to wait, so nothing was open before
    private boolean awaitOpened() throws InterruptedException {
        boolean waited = false;
        lock.lockInterruptibly();
        try {
            while (watch.isIdle() && !closed) {
                waited = true;
                opened.await();
            }
        } finally {
            lock.unlock();
        }
        return waited;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
