package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// A task as `GET /tasks` shows it: the part of it that delivery acts on.
///
/// @param errorCode empty when there is no error
/// @param errorMessage for a person; empty when there is no error
/// @param taken from `startedAt` to `finishedAt`, which all tasks of one batch share; zero until
///   both are known
/// @param batchUid −1 until the server has put the task into a batch
/// @param enqueuedAt as the server writes it: with the uid it tells a task from any other, also of
///   other data; empty when it is not told
/// @param metadata its `customMetadata`; empty when there is none
public record TaskView(
        long uid,
        Status status,
        String errorCode,
        String errorMessage,
        Duration taken,
        long batchUid,
        String enqueuedAt,
        String metadata) {

    public enum Status {
        ENQUEUED,
        PROCESSING,
        SUCCEEDED,
        FAILED,
        CANCELED,
        /// A word that this version does not know. Not finished, as far as one can tell.
        OTHER;

        public boolean isFinished() {
            return this == SUCCEEDED || this == FAILED || this == CANCELED;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Status of(String word) {
            for (Status status : values()) {
                if (status.word().equals(word)) {
                    return status;
                }
            }
            return OTHER;
        }
    }

    static TaskView of(JsonNode task) {
        return new TaskView(
                task.path("uid").asLong(-1),
                Status.of(task.path("status").asText("")),
                task.path("error").path("code").asText(""),
                task.path("error").path("message").asText(""),
                between(task.path("startedAt"), task.path("finishedAt")),
                task.path("batchUid").asLong(-1),
                task.path("enqueuedAt").asText(""),
                task.path("customMetadata").asText(""));
    }

    private static Duration between(JsonNode start, JsonNode end) {
        if (!start.isTextual() || !end.isTextual()) {
            return Duration.ZERO;
        }
        try {
            return Duration.between(
                    Instant.parse(start.textValue()), Instant.parse(end.textValue()));
        } catch (DateTimeParseException unreadable) {
            return Duration.ZERO;
        }
    }
}
