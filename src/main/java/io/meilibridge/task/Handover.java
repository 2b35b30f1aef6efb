package io.meilibridge.task;

import io.meilibridge.event.ChangeBatch;

/// The changes that one chunk of the stream, or one piece of a full sync, holds for one task.
///
/// @param unfinished whether it ends within a transaction that goes on in the next chunk
public record Handover(boolean unfinished, ChangeBatch batch, Unsettled unsettled) {

    public SyncTask task() {
        return unsettled.task();
    }

    /// The field of the task's documents that is their index's primary key.
    public String keyField() {
        return task().steps().keyField(batch.events().getFirst().relation());
    }
}
