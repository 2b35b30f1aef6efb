package io.meilibridge.dev.meilisearch;

import io.meilibridge.dev.meilisearch.task.TaskQueue;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// How a stand-in is started.
///
/// @param port 0 for any free one
/// @param masterKey null for a server that is open to all
/// @param payloadBytesMax of a decompressed request body
/// @param limits of the task queue
public record Options(
        int port,
        @Nullable String masterKey,
        long payloadBytesMax,
        TaskQueue.Limits limits,
        Clock clock) {

    /// A server's own defaults: no master key, 100 MB a payload, 1,000,000 tasks kept, batches of
    /// any size.
    public static Options standard() {
        return new Options(
                0,
                null,
                100_000_000,
                new TaskQueue.Limits(1_000_000, Integer.MAX_VALUE),
                Clock.systemUTC());
    }

    public Options withPort(int other) {
        return new Options(other, masterKey, payloadBytesMax, limits, clock);
    }

    public Options withMasterKey(String key) {
        return new Options(port, key, payloadBytesMax, limits, clock);
    }

    public Options withPayloadBytesMax(long bytes) {
        return new Options(port, masterKey, bytes, limits, clock);
    }

    /// One task a batch with 1.
    public Options withBatchTasksMax(int tasks) {
        TaskQueue.Limits changed = new TaskQueue.Limits(limits.tasksKept(), tasks);
        return new Options(port, masterKey, payloadBytesMax, changed, clock);
    }

    /// At so many tasks a tenth of them, the oldest finished ones, is deleted.
    public Options withTasksKeptMax(int tasks) {
        TaskQueue.Limits changed = new TaskQueue.Limits(tasks, limits.batchTasks());
        return new Options(port, masterKey, payloadBytesMax, changed, clock);
    }
}
