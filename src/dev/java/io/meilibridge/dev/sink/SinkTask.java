package io.meilibridge.dev.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task that will succeed at a time that is known when it is registered.
///
/// @param type as the server names it
/// @param rows null for a task that is not about documents
record SinkTask(
        int uid,
        String indexUid,
        String type,
        @Nullable Integer rows,
        @Nullable String customMetadata,
        Instant enqueuedAt,
        Instant startedAt,
        Instant finishedAt) {

    String status(Instant now) {
        if (!now.isBefore(finishedAt)) {
            return "succeeded";
        }
        return now.isBefore(startedAt) ? "enqueued" : "processing";
    }

    ObjectNode summary() {
        ObjectNode view = Json.object();
        view.put("taskUid", uid).put("indexUid", indexUid).put("status", "enqueued");
        view.put("type", type).put("enqueuedAt", enqueuedAt.toString());
        return withMetadata(view);
    }

    ObjectNode view(Instant now) {
        String status = status(now);
        boolean done = status.equals("succeeded");
        boolean begun = !status.equals("enqueued");
        ObjectNode view = Json.object();
        view.put("uid", uid).put("batchUid", begun ? (Integer) uid : null);
        view.put("indexUid", indexUid).put("status", status).put("type", type);
        view.putNull("canceledBy").putNull("error");
        if (rows != null && type.equals("documentAdditionOrUpdate")) {
            view.putObject("details")
                    .put("receivedDocuments", rows)
                    .put("indexedDocuments", done ? rows : null);
        }
        view.put("duration", done ? Duration.between(startedAt, finishedAt).toString() : null);
        view.put("enqueuedAt", enqueuedAt.toString());
        view.put("startedAt", begun ? startedAt.toString() : null);
        view.put("finishedAt", done ? finishedAt.toString() : null);
        return withMetadata(view);
    }

    private ObjectNode withMetadata(ObjectNode view) {
        return customMetadata == null ? view : view.put("customMetadata", customMetadata);
    }
}
