package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import jakarta.enterprise.context.ApplicationScoped;

/// Interim.
@ApplicationScoped
public class LogListeners implements Listeners {
    private static final System.Logger LOG = System.getLogger("io.meilibridge");

    @Override
    public TaskListener tasks() {
        return new TaskListener() {
            @Override
            public void stateChanged(String task, TaskState before, TaskState after) {
                LOG.log(System.Logger.Level.INFO, "task " + task + ": " + after);
            }

            @Override
            public void settled(String task, TableName table, Operation operation, long changes) {}

            @Override
            public void reread(String task, RereadReason reason) {}

            @Override
            public void filtered(String task, long changes) {}
        };
    }

    @Override
    public SourceListener sources() {
        return new SourceListener() {
            @Override
            public void stateChanged(String source, SourceState before, SourceState after) {
                LOG.log(System.Logger.Level.INFO, "source " + source + ": " + after,
                  after instanceof SourceState.Stopped s ? s.fault() : null);
            }

            @Override
            public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {}

            @Override
            public void undecodable(String source) {}
        };
    }

    @Override
    public io.meilibridge.meilisearch.TaskListener destinationTasks() {
        return (index, view, documents) -> {};
    }

    @Override
    public RequestListener requests() {
        return new RequestListener() {
            @Override
            public void batchBegun(String task, Batch batch) {}

            @Override
            public void requestDone(IndexUid index, io.meilibridge.meilisearch.Operation operation, int status, long takenNanos) {}
        };
    }

    @Override
    public CheckpointListener checkpoints(String source) {
        return new CheckpointListener() {
            @Override
            public void confirmedMoved(Lsn confirmed) {}

            @Override
            public void storeFailed(CheckpointException fault) {
                LOG.log(System.Logger.Level.ERROR, fault.report(), fault);
            }

            @Override
            public void storeRecovered() {}
        };
    }

    @Override
    public void settleFailed(PipelineException fault) {
        LOG.log(System.Logger.Level.WARNING, fault.report());
    }
}
