package io.meilibridge.task;

/// Transitions of tasks that the source's reader makes, for tests without one.
public final class TaskTransitions {

    private TaskTransitions() {}

    public static void streaming(SyncTask task) {
        task.streaming();
    }
}
