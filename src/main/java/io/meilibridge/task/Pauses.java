package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import java.util.Optional;

/// What people have said last of holding a task, kept over restarts. It counts more than what the
/// configuration says of the start. Thread-safe.
///
/// Every method throws a CheckpointException when the store cannot be used.
public final class Pauses {

    private final CheckpointStore store;

    public Pauses(CheckpointStore store) {
        this.store = store;
    }

    void keep(String task, boolean paused) {
        store.putNote(key(task), String.valueOf(paused));
    }

    /// Whether the task is to be paused; empty when nobody has said anything.
    Optional<Boolean> of(String task) {
        return store.note(key(task)).map(Boolean::valueOf);
    }

    static String key(String task) {
        return "paused:" + task;
    }
}
