package io.meilibridge.meilisearch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Position;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The one table from what Meilisearch answers, or how a request broke, to what is to be done.
public final class DestinationFaults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DestinationFaults() {}

    /// A request that got no answer: it may have been registered all the same, so it is sent again.
    public static DeliveryException unanswered(Request request, @Nullable Throwable cause) {
        if (cause instanceof SSLException) {
            return new DeliveryException(
                    ErrorCode.DESTINATION_UNREACHABLE,
                    "No TLS with Meilisearch for " + request + ": " + cause.getMessage() + ".",
                    "It is tried again; nothing is lost. 'meilisearch.url' has to name a host of the"
                            + " server's certificate, which has to be valid and signed by a CA of"
                            + " 'meilisearch.ca_cert' or one that the JVM trusts.",
                    cause);
        }
        String how = cause == null ? "no answer" : cause.getClass().getSimpleName();
        return new DeliveryException(
                ErrorCode.DESTINATION_UNREACHABLE,
                "Cannot reach Meilisearch for " + request + ": " + how + ".",
                "It is tried again until it answers; nothing is lost. Check 'meilisearch.url'.",
                cause instanceof IOException ? cause : null);
    }

    /// A request that was answered with something else than success.
    public static DeliveryException refused(Request request, Answer answer) {
        String meiliCode = code(answer);
        String what =
                "Meilisearch refused "
                        + request
                        + " with "
                        + answer.status()
                        + (meiliCode.isEmpty() ? "" : " " + meiliCode)
                        + ".";
        return switch (answer.status()) {
            case 401, 403 ->
                    new DeliveryException(
                            ErrorCode.DESTINATION_REFUSED_KEY,
                            what,
                            "The key of 'meilisearch.api_key' lacks the action "
                                    + action(request.operation())
                                    + " on the index, or is not valid. Create one with the actions"
                                    + " documents.add, documents.delete, documents.get, tasks.get,"
                                    + " indexes.get, indexes.create, settings.get, settings.update.");
            case 413 ->
                    new DeliveryException(
                            ErrorCode.PAYLOAD_TOO_LARGE,
                            what,
                            "The request is halved. Lower 'options.batch_memory_limit' or raise"
                                    + " Meilisearch's --http-payload-size-limit.");
            case 422 ->
                    new DeliveryException(
                            ErrorCode.DESTINATION_FULL,
                            what,
                            "Meilisearch has no space left: free disk, or delete finished tasks with"
                                    + " DELETE /tasks?statuses=succeeded. It is tried again.");
            case 408, 425, 429, 500, 502, 503, 504 ->
                    new DeliveryException(
                            ErrorCode.DESTINATION_BUSY, what, "It is tried again with back-off.");
            default ->
                    new DeliveryException(
                            answer.status() >= 500
                                    ? ErrorCode.DESTINATION_BUSY
                                    : ErrorCode.REQUEST_REFUSED,
                            what,
                            answer.status() >= 500
                                    ? "It is tried again with back-off."
                                    : "This is not expected to pass by itself: mend the cause, then"
                                            + " retry the task.");
        };
    }

    /// Whether an answer says that the server, or a proxy before it, cannot take requests just now,
    /// which has nothing to do with what was asked.
    static boolean isOutage(Answer answer) {
        return switch (answer.status()) {
            case 408, 422, 425, 429 -> true;
            default -> answer.status() >= 500;
        };
    }

    /// Whether a request with such an answer may have been taken all the same: a proxy answers so
    /// when the server takes long.
    static boolean mayHaveTaken(Answer outage) {
        return switch (outage.status()) {
            case 422, 425, 429 -> false;
            default -> true;
        };
    }

    /// A task of ours that Meilisearch took and did not carry out.
    ///
    /// @param remedy what to do about it
    static DeliveryException taskFailed(
            IndexUid index, TaskView task, String positions, String remedy) {
        String error = task.errorCode().isEmpty() ? "without an error" : task.errorCode();
        return new DeliveryException(
                ErrorCode.TASK_FAILED,
                "Task "
                        + task.uid()
                        + " on index '"
                        + index
                        + "' at "
                        + positions
                        + " ended "
                        + task.status().word()
                        + ": "
                        + error
                        + ".",
                "Look at GET /tasks/" + task.uid() + " of Meilisearch. " + remedy);
    }

    /// A task that failed by no fault of what it held.
    static DeliveryException taskToRepeat(IndexUid index, TaskView task, String positions) {
        return new DeliveryException(
                ErrorCode.DESTINATION_BUSY,
                "Task %d on index '%s' at %s ended %s: %s."
                        .formatted(
                                task.uid(),
                                index,
                                positions,
                                task.status().word(),
                                task.errorCode().isEmpty() ? "without an error" : task.errorCode()),
                "It is sent again with back-off. Look at GET /tasks/"
                        + task.uid()
                        + " of Meilisearch.");
    }

    /// A task of one document that failed because of it.
    static DeliveryException documentRefused(IndexUid index, TaskView task, Position position) {
        return new DeliveryException(
                ErrorCode.DOCUMENT_REFUSED,
                "Index '%s' refuses a document of the change at %s: %s, %s"
                        .formatted(index, position, task.errorCode(), task.errorMessage()),
                "Mend the row, which brings it again, or the task's mapping.");
    }

    /// A task that we were given the uid of and that the server does not know any more: finished
    /// ones may have been deleted, or its data were lost. What became of it is not known.
    static DeliveryException taskUnknown(IndexUid index, long uid, String positions) {
        return new DeliveryException(
                ErrorCode.TASK_UNKNOWN,
                "Task " + uid + " on index '" + index + "' at " + positions + " is unknown.",
                "It is sent again, and the index is looked at. Finished tasks were deleted before"
                        + " they were seen, or Meilisearch lost its data.");
    }

    /// The `code` of an error answer; empty when the body is not Meilisearch's.
    static String code(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return body == null ? "" : body.path("code").asText("");
        } catch (JacksonException notJson) {
            return "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static String action(Operation operation) {
        return switch (operation) {
            case REPLACE, PATCH -> "documents.add";
            case DELETE, DELETE_ALL -> "documents.delete";
            case READ -> "indexes.get or documents.get";
            case CREATE_INDEX -> "indexes.create";
            case SETTINGS -> "settings.update";
            case SWAP -> "indexes.swap";
            case DELETE_INDEX -> "indexes.delete";
            case TASKS -> "tasks.get";
        };
    }
}
