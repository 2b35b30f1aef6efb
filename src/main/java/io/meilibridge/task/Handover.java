package io.meilibridge.task;

import io.meilibridge.checkpoint.Receipt;
import io.meilibridge.event.ChangeBatch;

/// The changes that one chunk of the stream holds for one task, with the receipt that keeps the
/// position until they are settled.
public record Handover(SyncTask task, ChangeBatch batch, Receipt receipt, ChangeCounts counts) {

    /// The field of the task's documents that is their index's primary key.
    public String keyField() {
        return task.steps().keyField(batch.events().getFirst().relation());
    }

    /// The changes are settled: indexed, or filtered out.
    public void settle() {
        receipt.release();
        task.settled(counts, receipt.committed());
    }

    /// The changes were not dispatched and come again when the stream is opened anew, which is
    /// next. On the reader's thread.
    public void giveBack() {
        receipt.giveBack();
    }

    /// The changes are given up unsettled; they come again when the task goes on.
    public void abandon() {
        receipt.abandon();
    }
}
