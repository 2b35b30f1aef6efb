package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import io.meilibridge.meilisearch.TaskListener;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;

/// Who hears what the pipeline does: metrics and the log. Asked for while the pipeline is built,
/// and told of things from the threads that cause them, so they return soon and do not throw.
public interface Listeners {

    /// The configuration is known, and nothing is built of it yet.
    void configured(Settings settings);

    io.meilibridge.task.TaskListener tasks();

    SourceListener sources();

    TaskListener destinationTasks();

    RequestListener requests();

    CircuitListener circuit();

    CheckpointListener checkpoints(String source);

    /// A chunk of a source's stream is about to be decoded, on its reader's thread.
    void chunk(WalChunk chunk);

    /// A poll of Meilisearch's tasks failed; it is made again.
    void settleFailed(PipelineException fault);

    /// All is built and about to run.
    void starting(Bridge bridge);

    /// The pipeline could not be built, so it does not run.
    void faulty(PipelineException fault);

    /// The pipeline has ended: nothing more is told of it.
    void ended();
}
