package io.meilibridge.snapshot;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The rows of one source that wait for its reader: bounded by bytes of their own, which do not
/// count as in flight, since rows wait for the stream and the stream must not wait for them
/// (HAZARDS E2). Many put, one takes.
public final class RowQueue {

    private static final long BYTES_MAX = 4L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<RowPiece> pieces = new ArrayDeque<>();
    private long bytes;
    private final long bytesMax;
    private boolean closed;

    public RowQueue() {
        this(BYTES_MAX);
    }

    RowQueue(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Waits for room. A single piece has room whatever its size.
    ///
    /// @return false when the queue was closed
    boolean put(RowPiece piece) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !pieces.isEmpty() && bytes + piece.bytes() > bytesMax) {
                changed.await();
            }
            if (closed) {
                return false;
            }
            pieces.add(piece);
            bytes += piece.bytes();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The piece that waits longest, without taking it.
    public @Nullable RowPiece peek() {
        lock.lock();
        try {
            return pieces.peek();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a piece.
    ///
    /// @return whether there is one
    public boolean awaitAny(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (pieces.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !pieces.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    public @Nullable RowPiece poll() {
        lock.lock();
        try {
            RowPiece piece = pieces.poll();
            if (piece != null) {
                bytes -= piece.bytes();
                changed.signalAll();
            }
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is put; what waits is lost.
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (RowPiece piece = poll(); piece != null; piece = poll()) {
            piece.lost();
        }
    }
}
