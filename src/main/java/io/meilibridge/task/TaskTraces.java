package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.snapshot.FullSyncNote;
import java.util.List;
import java.util.Set;

/// What the store holds of a task.
public final class TaskTraces {

    private TaskTraces() {}

    /// Removes it, so that a task of the same name begins as a new one. What WAL relief has put
    /// aside stays known: such a task makes it good.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    public static void remove(CheckpointStore store, String task) {
        store.delete(Set.of(task));
        for (String note : store.contents().notes().keySet()) {
            if (IndexCare.isNoteOf(task, note)) {
                store.deleteNote(note);
            }
        }
        List.of(Pauses.key(task), Shapes.key(task), FullSyncNote.key(task), LateCopyCare.key(task))
                .forEach(store::deleteNote);
    }
}
