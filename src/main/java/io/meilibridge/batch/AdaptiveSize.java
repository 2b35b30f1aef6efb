package io.meilibridge.batch;

import java.time.Duration;

/// The row limit of a task's batches, moved between its bounds by the time the server itself spent
/// on each document of a finished task (never by a task's time in the queue, which measures
/// others). Thread-safe.
public final class AdaptiveSize {

    /// What one measurement weighs against all before it: slow enough not to follow a single merge.
    private static final double WEIGHT = 0.2;

    private final int rowsMin;
    private final int rowsMax;
    private final double targetNanos;
    private double nanosPerDocument;
    private volatile int rows;

    /// @param target how long the server may spend on one batch
    public AdaptiveSize(int rowsMin, int rowsMax, int rowsAtStart, Duration target) {
        if (rowsMin < 1 || rowsMax < rowsMin) {
            throw new IllegalArgumentException(
                    "Batch bounds " + rowsMin + " to " + rowsMax + " hold no size.");
        }
        this.rowsMin = rowsMin;
        this.rowsMax = rowsMax;
        this.targetNanos = target.toNanos();
        this.rows = Math.clamp(rowsAtStart, rowsMin, rowsMax);
    }

    /// A size that never moves.
    public static AdaptiveSize fixed(int rows) {
        return new AdaptiveSize(rows, rows, rows, Duration.ofSeconds(1));
    }

    public int rows() {
        return rows;
    }

    /// A task of ours with so many documents took the server this long, start to finish.
    public synchronized void measured(int documents, Duration taken) {
        // Of a small task the fixed cost of any task would be taken for the cost of its documents.
        if (documents < Math.max(1, rows / 2) || taken.isNegative()) {
            return;
        }
        double sample = (double) taken.toNanos() / documents;
        nanosPerDocument =
                nanosPerDocument == 0 ? sample : nanosPerDocument * (1 - WEIGHT) + sample * WEIGHT;
        double fitting = nanosPerDocument == 0 ? rowsMax : targetNanos / nanosPerDocument;
        // At most doubled or halved at once.
        double step = Math.clamp(fitting, rows / 2.0, rows * 2.0);
        rows = (int) Math.clamp(step, rowsMin, rowsMax);
    }
}
