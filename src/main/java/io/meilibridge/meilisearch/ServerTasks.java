package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.document.IndexUid;
import java.util.Optional;
import java.util.function.Function;

/// Asks the server's task list about an index. Every method waits for the answer, and throws a
/// [io.meilibridge.fault.DeliveryException] when that is none to go on with.
public final class ServerTasks {

    private final IndexUid index;
    private final Function<Request, Answer> http;

    ServerTasks(IndexUid index, Function<Request, Answer> http) {
        this.index = index;
        this.http = http;
    }

    /// What became of a task that had succeeded.
    public sealed interface Trace {

        /// It is there.
        record Found() implements Trace {}

        /// It was deleted, as finished tasks may be.
        ///
        /// @param newest one that is there now, to be looked for from now on
        record Deleted(TaskStamp newest) implements Trace {}

        /// Another has its uid, or it is gone and uids were counted from a lower one: the server
        /// lost its data or was set back to what they were before the task.
        record Lost() implements Trace {}
    }

    /// Where the task is gone, uids tell why: they grow for ever, but for data that were set back.
    /// A deletion of no document is a task that tells the present one. Whoever may delete documents
    /// can ask so, whereas not every key may see that tasks were deleted.
    public Trace trace(TaskStamp task) {
        Request request = Request.get("/tasks", "limit=1&uids=" + task.uid(), Operation.TASKS);
        Optional<TaskView> found = first(http.apply(request).jsonTo(request));
        if (found.isPresent()) {
            return task.isOf(found.get()) ? new Trace.Found() : new Trace.Lost();
        }
        Request nothing =
                Request.json(
                        Request.Method.POST,
                        "/indexes/" + index + "/documents/delete-batch",
                        "[]",
                        Operation.DELETE);
        JsonNode summary = http.apply(nothing).jsonTo(nothing);
        TaskStamp newest =
                new TaskStamp(
                        summary.path("taskUid").asLong(-1), summary.path("enqueuedAt").asText(""));
        return newest.uid() > task.uid() ? new Trace.Deleted(newest) : new Trace.Lost();
    }

    private static Optional<TaskView> first(JsonNode page) {
        JsonNode task = page.path("results").path(0);
        return task.isObject() ? Optional.of(TaskView.of(task)) : Optional.empty();
    }
}
