package io.meilibridge.snapshot;

import io.meilibridge.document.Window;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.Lsn;

/// Some of the rows of a chunk, on their way to the source's reader. It ends once: [#settled()] or
/// [#lost()].
public final class RowPiece {

    private final Chunk chunk;
    private final ChangeBatch batch;
    private final long bytes;
    private final Lsn fence;

    RowPiece(Chunk chunk, ChangeBatch batch, long bytes, Lsn fence) {
        this.chunk = chunk;
        this.batch = batch;
        this.bytes = bytes;
        this.fence = fence;
        chunk.pieceBegun(batch.events().size());
    }

    public ChangeBatch batch() {
        return batch;
    }

    /// What the rows count for in flight.
    public long bytes() {
        return bytes;
    }

    /// Whether the stream has brought everything that the rows show, so that what it brings from
    /// now on is newer than they are, or the same.
    ///
    /// @param streamEnd up to where the stream has been read
    public boolean isDue(Lsn streamEnd) {
        return !fence.isAfter(streamEnd);
    }

    /// Whether the rows can still be used.
    ///
    /// @param epoch of the stream that is open
    public boolean isGood(long epoch) {
        return chunk.epoch() == epoch && !chunk.isLost() && !chunk.window().hasOverflowed();
    }

    /// What the stream has changed since the rows began to be read.
    public Window window() {
        return chunk.window();
    }

    /// The documents of the rows are settled, or the rows make none.
    public void settled() {
        chunk.pieceSettled();
    }

    /// The rows are given up; they are read again.
    public void lost() {
        chunk.pieceLost();
    }
}
