package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.task.TaskTraces;
import java.util.Set;

/// What is to be in the store before a pipeline is built of it.
///
/// @param tasks all that is said of the source's tasks
/// @param gone tasks of which nothing is to be known any more
record TaskChange(String source, RunTimeTasks tasks, Set<String> gone) {

    /// While nothing else writes for the source.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    void writeTo(CheckpointStore store) {
        KeptTasks.keep(store, source, tasks);
        gone.forEach(task -> TaskTraces.remove(store, task));
    }
}
