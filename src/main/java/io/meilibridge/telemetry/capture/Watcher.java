package io.meilibridge.telemetry.capture;

import io.meilibridge.task.SeenChange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One who watches changes as they come. One that does not keep up misses the oldest.
public final class Watcher implements AutoCloseable {

    private static final int WAITING_MAX = 1000;
    private static final long BYTES_MAX = 4L << 20;

    private final Wanted wanted;
    private final LongAdder dropped;
    private final Consumer<Watcher> onClose;
    private final Deque<Captured> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private long bytes;

    Watcher(Wanted wanted, LongAdder dropped, Consumer<Watcher> onClose) {
        this.wanted = wanted;
        this.dropped = dropped;
        this.onClose = onClose;
    }

    void offer(String source, List<SeenChange> changes) {
        lock.lock();
        try {
            for (SeenChange change : changes) {
                if (wanted.wants(change.event())) {
                    add(new Captured(source, change));
                }
            }
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    private void add(Captured captured) {
        waiting.addLast(captured);
        bytes += captured.change().bytes();
        while (waiting.size() > WAITING_MAX || (bytes > BYTES_MAX && waiting.size() > 1)) {
            bytes -= waiting.removeFirst().change().bytes();
            dropped.increment();
        }
    }

    /// The next change.
    ///
    /// @return null when none came within that time
    public @Nullable Captured next(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && left > 0) {
                left = came.awaitNanos(left);
            }
            Captured first = waiting.pollFirst();
            if (first != null) {
                bytes -= first.change().bytes();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /// Idempotent.
    @Override
    public void close() {
        onClose.accept(this);
    }
}
