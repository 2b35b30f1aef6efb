package io.meilibridge.dev.meilisearch.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import org.jspecify.annotations.Nullable;

/// How a processed task ended: without an error it succeeded.
public record TaskOutcome(Task task, ObjectNode details, @Nullable MeilisearchError error) {

    public static TaskOutcome succeeded(Task task, ObjectNode details) {
        return new TaskOutcome(task, details, null);
    }

    public static TaskOutcome failed(Task task, MeilisearchError error) {
        return new TaskOutcome(task, Task.withoutUnknownCounts(task.details()), error);
    }
}
