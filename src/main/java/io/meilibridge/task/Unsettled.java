package io.meilibridge.task;

import io.meilibridge.checkpoint.Receipt;
import io.meilibridge.snapshot.RowPiece;
import org.jspecify.annotations.Nullable;

/// Changes that one task was handed, as long as they are not settled: without the changes
/// themselves, whose memory is free as soon as documents are made of them.
///
/// @param rows what a full sync has read, where they are not the stream's
public record Unsettled(
        SyncTask task, Receipt receipt, ChangeCounts counts, @Nullable RowPiece rows) {

    /// The changes are settled: indexed, or filtered out.
    public void settle() {
        receipt.release();
        task.settled(counts, receipt.committed());
        if (rows != null) {
            rows.settled();
        }
    }

    /// The changes are kept elsewhere, durably, and go to the index from there.
    public void putAside() {
        receipt.release();
        // How long they take is not known yet.
        task.settled(counts, null);
        if (rows != null) {
            rows.settled();
        }
    }

    /// The changes were not dispatched and come again: those of the stream when it is opened anew,
    /// which is next, those of a full sync when they are read again. On the reader's thread.
    public void giveBack() {
        receipt.giveBack();
        loseRows();
    }

    /// The changes are given up unsettled; they come again when the task goes on.
    public void abandon() {
        receipt.abandon();
        loseRows();
    }

    private void loseRows() {
        if (rows != null) {
            rows.lost();
        }
    }
}
