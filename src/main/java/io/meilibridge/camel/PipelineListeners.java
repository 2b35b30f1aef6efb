package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.TaskListener;

/// Everyone that hears what the pipeline does. Each is asked for once, while the pipeline is built,
/// and is told of things from the threads that cause them, so it returns soon and does not throw.
public interface PipelineListeners {

    TaskListener tasks();

    SourceListener sources();

    RequestListener requests();

    io.meilibridge.meilisearch.TaskListener serverTasks();

    CheckpointListener checkpoints(String source);

    /// A poll of the server's task list failed. Nothing has changed by it, the next one asks again.
    void pollFailed(PipelineException fault);

    /// All is built and about to run.
    void starting(Bridge bridge);

    /// The pipeline could not be built, so it does not run.
    void faulty(PipelineException fault);

    /// The pipeline has ended; nothing is told of it any more.
    void ended();
}
