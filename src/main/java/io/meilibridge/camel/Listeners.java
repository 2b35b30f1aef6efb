package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.TaskListener;
import io.meilibridge.task.SourceListener;

/// Who hears what the pipeline does: metrics and the log.
public interface Listeners {

    io.meilibridge.task.TaskListener tasks();

    SourceListener sources();

    TaskListener destinationTasks();

    RequestListener requests();

    CheckpointListener checkpoints(String source);

    /// A poll of Meilisearch's tasks failed; it is made again.
    void settleFailed(PipelineException fault);
}
