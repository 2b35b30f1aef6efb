package io.meilibridge.snapshot;

import io.meilibridge.document.Window;
import io.meilibridge.document.Windows;

/// What was read beside the stream in one go, on its way: being read, or with rows in the queue or
/// in flight. It is done when it was read to its end and each of its pieces is settled, and lost
/// when anything of it came to nothing. Thread-safe.
final class Chunk {

    /// What becomes of a chunk. Told once, by the thread that ends the last of it.
    interface Outcome {

        /// @param rows that it held
        void done(long rows);

        /// It has to be read again.
        void lost();
    }

    private final Beside beside;
    private final Windows windows;
    private final Outcome outcome;
    private final Window window;

    // Guarded by this. One for the reading, one for each piece.
    private int open = 1;
    private boolean lost;
    private long rows;

    /// Opens a window: before the snapshot of the rows is taken.
    Chunk(Beside beside, Windows windows, Outcome outcome) {
        this.beside = beside;
        this.windows = windows;
        this.outcome = outcome;
        this.window = windows.open();
    }

    /// Of the stream that the rows are read beside.
    long epoch() {
        return beside.epoch();
    }

    Window window() {
        return window;
    }

    synchronized boolean isLost() {
        return lost;
    }

    synchronized void pieceBegun(int pieceRows) {
        open++;
        rows += pieceRows;
    }

    void pieceSettled() {
        close(false);
    }

    void pieceLost() {
        close(true);
    }

    /// The reading has ended.
    ///
    /// @param whole whether all rows were read
    void read(boolean whole) {
        close(!whole);
    }

    private void close(boolean withLoss) {
        boolean last;
        boolean asLost;
        synchronized (this) {
            lost |= withLoss;
            open--;
            last = open == 0;
            asLost = lost;
        }
        if (!last) {
            return;
        }
        windows.close(window);
        if (asLost) {
            outcome.lost();
        } else {
            outcome.done(rows);
        }
    }
}
