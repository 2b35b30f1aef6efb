package io.meilibridge.snapshot;

import io.meilibridge.document.Window;
import io.meilibridge.document.Windows;

/// A chunk of a full sync on its way: being read, or with rows in the queue or in flight. It is
/// done when it was read to its end and each of its pieces is settled, and given back when anything
/// of it came to nothing. Thread-safe.
final class Chunk {

    private final FullSync sync;
    private final FullSync.Piece piece;
    private final Beside beside;
    private final Windows windows;
    private final Window window;

    // Guarded by this. One for the reading, one for each piece.
    private int open = 1;
    private boolean lost;
    private long rows;

    /// Opens a window: before the snapshot of the rows is taken.
    Chunk(FullSync sync, FullSync.Piece piece, Beside beside, Windows windows) {
        this.sync = sync;
        this.piece = piece;
        this.beside = beside;
        this.windows = windows;
        this.window = windows.open();
    }

    PageRanges.Range range() {
        return piece.range();
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
            sync.giveBack(piece);
        } else {
            sync.done(piece, rows);
        }
    }
}
