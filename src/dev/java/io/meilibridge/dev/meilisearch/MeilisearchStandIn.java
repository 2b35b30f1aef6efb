package io.meilibridge.dev.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.http.HttpServer;
import io.meilibridge.dev.meilisearch.auth.KeyRing;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.route.Instance;
import io.meilibridge.dev.meilisearch.schedule.Scheduler;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stand-in: a server on the loopback address, and what tests do to it besides requests.
/// Everything is in memory and gone after [#close].
public final class MeilisearchStandIn implements AutoCloseable {

    private final Indexes indexes = new Indexes();
    private final RequestLog log = new RequestLog();
    private final Faults faults = new Faults();
    private final TaskQueue queue;
    private final KeyRing keys;
    private final Scheduler scheduler;
    private final HttpServer server;

    private MeilisearchStandIn(Options options) {
        this.queue =
                new TaskQueue(options.clock(), options.limits(), uid -> indexes.find(uid) != null);
        this.keys = new KeyRing(options.masterKey(), options.clock());
        this.scheduler = new Scheduler(queue, indexes, faults.documentCheck(), options.clock());
        Instance instance =
                new Instance(indexes, queue, keys, options.clock(), options.payloadBytesMax());
        this.server =
                HttpServer.start(
                        options.port(), "meilisearch", new RequestFront(instance, faults, log));
    }

    public static MeilisearchStandIn start(Options options) {
        MeilisearchStandIn standIn = new MeilisearchStandIn(options);
        standIn.scheduler.start();
        return standIn;
    }

    /// Like `http://127.0.0.1:43210`.
    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public Faults faults() {
        return faults;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /// What the index holds, by document id; empty for an index that there is not.
    public Map<String, JsonNode> documents(String indexUid) {
        return indexes.reading(() -> {
            Map<String, JsonNode> documents = new LinkedHashMap<>();
            Index index = indexes.find(indexUid);
            if (index != null) {
                index.documents().forEach((id, one) -> documents.put(id, one.tree()));
            }
            return documents;
        });
    }

    /// Without parsing; 0 for an index that there is not.
    public int count(String indexUid) {
        return indexes.reading(() -> {
            Index index = indexes.find(indexUid);
            return index == null ? 0 : index.documents().size();
        });
    }

    public boolean hasIndex(String indexUid) {
        return indexes.reading(() -> indexes.find(indexUid) != null);
    }

    /// The latest 100,000, oldest first, in the order in which they were answered.
    public List<ReceivedRequest> requests() {
        return log.all();
    }

    public void clearRequests() {
        log.clear();
    }

    /// As if the data folder was lost: no indexes, no tasks, no keys, task uids from 0 again.
    public void loseData() {
        scheduler.betweenBatches(() -> {
            queue.lose();
            indexes.writing(indexes::clear);
            keys.clear();
        });
    }

    /// What a snapshot holds: indexes, and tasks as far as they are finished.
    public record Snapshot(
            Map<String, Map.Entry<Index, Index.Saved>> indexes, TaskQueue.Saved tasks) {}

    public Snapshot snapshot() {
        Snapshot[] taken = new Snapshot[1];
        scheduler.betweenBatches(
                () -> taken[0] = new Snapshot(indexes.reading(indexes::save), queue.save()));
        return taken[0];
    }

    /// As if the data folder was replaced by that of the snapshot. Keys stay.
    public void restore(Snapshot snapshot) {
        scheduler.betweenBatches(() -> {
            queue.setBack(snapshot.tasks());
            indexes.writing(() -> indexes.setBack(snapshot.indexes()));
        });
    }

    /// Finished tasks are not found any more, as after their retention.
    public void forgetTasks() {
        queue.forgetFinished();
    }

    @Override
    public void close() {
        server.close();
        scheduler.close();
    }
}
