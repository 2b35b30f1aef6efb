package io.meilibridge.dev.meilisearch.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One task. What changes in it is read and written under the lock of its queue.
public final class Task {

    private final int uid;
    private final TaskType type;
    private final Instant enqueuedAt;
    private final @Nullable String customMetadata;
    private @Nullable TaskWork work;
    private @Nullable String indexUid;
    private TaskStatus status = TaskStatus.ENQUEUED;
    private ObjectNode details;
    private @Nullable Integer batchUid;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable MeilisearchError error;
    private @Nullable Integer canceledBy;

    /// @param indexUid null for a task of no single index
    public record Request(
            @Nullable String indexUid, TaskWork work, @Nullable String customMetadata) {}

    Task(int uid, Request request, Instant enqueuedAt) {
        this.uid = uid;
        this.type = request.work().type();
        this.enqueuedAt = enqueuedAt;
        this.customMetadata = request.customMetadata();
        this.work = request.work();
        this.indexUid = request.indexUid();
        this.details = request.work().details();
    }

    public int uid() {
        return uid;
    }

    public TaskType type() {
        return type;
    }

    public @Nullable String indexUid() {
        return indexUid;
    }

    public @Nullable String customMetadata() {
        return customMetadata;
    }

    public TaskStatus status() {
        return status;
    }

    public Instant enqueuedAt() {
        return enqueuedAt;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    public @Nullable Integer batchUid() {
        return batchUid;
    }

    public @Nullable Integer canceledBy() {
        return canceledBy;
    }

    /// @throws IllegalStateException when the task is finished, which frees its payload
    public TaskWork work() {
        if (work == null) {
            throw new IllegalStateException("Task " + uid + " is finished.");
        }
        return work;
    }

    /// A copy.
    public ObjectNode details() {
        return details.deepCopy();
    }

    void moveTo(String otherIndexUid) {
        indexUid = otherIndexUid;
    }

    void start(int batch, Instant now) {
        status = TaskStatus.PROCESSING;
        batchUid = batch;
        startedAt = now;
    }

    void giveBack() {
        status = TaskStatus.ENQUEUED;
        batchUid = null;
        startedAt = null;
    }

    void finish(TaskOutcome outcome, Instant now) {
        status = outcome.error() == null ? TaskStatus.SUCCEEDED : TaskStatus.FAILED;
        error = outcome.error();
        details = outcome.details();
        finishedAt = now;
        work = null;
    }

    void cancel(int by, Instant now) {
        status = TaskStatus.CANCELED;
        canceledBy = by;
        details = withoutUnknownCounts(details);
        finishedAt = now;
        work = null;
    }

    /// The five keys of a 202, and the metadata when there is some.
    public ObjectNode summary() {
        ObjectNode view = Json.object();
        view.put("taskUid", uid);
        view.put("indexUid", indexUid);
        view.put("status", status.shown());
        view.put("type", type.shown());
        view.put("enqueuedAt", enqueuedAt.toString());
        if (customMetadata != null) {
            view.put("customMetadata", customMetadata);
        }
        return view;
    }

    public ObjectNode view() {
        ObjectNode view = Json.object();
        view.put("uid", uid);
        view.put("batchUid", batchUid);
        view.put("indexUid", indexUid);
        view.put("status", status.shown());
        view.put("type", type.shown());
        view.put("canceledBy", canceledBy);
        if (!details.isEmpty()) {
            view.set("details", details.deepCopy());
        }
        view.set("error", error == null ? null : error.json());
        view.put("duration", duration());
        view.put("enqueuedAt", enqueuedAt.toString());
        view.put("startedAt", text(startedAt));
        view.put("finishedAt", text(finishedAt));
        if (customMetadata != null) {
            view.put("customMetadata", customMetadata);
        }
        return view;
    }

    /// Counts that a failed or canceled task will never know are 0.
    static ObjectNode withoutUnknownCounts(ObjectNode details) {
        ObjectNode known = details.deepCopy();
        for (Map.Entry<String, JsonNode> detail : details.properties()) {
            boolean count =
                    detail.getKey().endsWith("Documents") || detail.getKey().endsWith("Tasks");
            if (count && detail.getValue().isNull()) {
                known.put(detail.getKey(), 0);
            }
        }
        return known;
    }

    private @Nullable String duration() {
        return startedAt == null || finishedAt == null
                ? null
                : Duration.between(startedAt, finishedAt).toString();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
