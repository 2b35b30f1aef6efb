package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an index ready: looks at it, creates it with its primary key when it is missing, and
/// brings its settings to what is configured, while it is still empty where it can. Each request
/// waits for the task of the one before. Used by one delivery at a time.
final class IndexPreparation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Stage {
        LOOK,
        CREATE,
        READ_SETTINGS,
        WRITE_SETTINGS,
        READY
    }

    private final IndexPlan plan;
    private Stage stage = Stage.LOOK;

    IndexPreparation(IndexPlan plan) {
        this.plan = plan;
    }

    /// The next request; null when the index is ready.
    @Nullable Request next(String keyField) {
        String path = "/indexes/" + plan.index();
        return switch (stage) {
            case LOOK -> Request.get(path, "", Operation.READ);
            case CREATE ->
                    Request.json(
                            Request.Method.POST,
                            "/indexes",
                            JSON.createObjectNode()
                                    .put("uid", plan.index().value())
                                    .put("primaryKey", keyField)
                                    .toString(),
                            Operation.CREATE_INDEX);
            case READ_SETTINGS -> Request.get(path + "/settings", "", Operation.READ);
            case WRITE_SETTINGS ->
                    Request.json(
                            Request.Method.PATCH,
                            path + "/settings",
                            plan.settings().toString(),
                            Operation.SETTINGS);
            case READY -> null;
        };
    }

    /// Takes in an answer to [#next(String)]. For a request that made a task, the task has
    /// succeeded.
    ///
    /// @throws DeliveryException when the index cannot be used
    void answered(Request request, Answer answer, String keyField) {
        switch (stage) {
            case LOOK -> looked(request, answer, keyField);
            case CREATE, READ_SETTINGS, WRITE_SETTINGS -> {
                if (!answer.isSuccess()) {
                    throw DestinationFaults.refused(request, answer);
                }
                stage =
                        switch (stage) {
                            case CREATE -> afterIndex();
                            case READ_SETTINGS ->
                                    hasSettings(answer) ? Stage.READY : Stage.WRITE_SETTINGS;
                            case LOOK, WRITE_SETTINGS, READY -> Stage.READY;
                        };
            }
            case READY -> {}
        }
    }

    /// The task of the creation failed: somebody else may have been faster, so look again.
    void lookAgain() {
        stage = Stage.LOOK;
    }

    private void looked(Request request, Answer answer, String keyField) {
        if (answer.status() == 404) {
            if (!plan.create()) {
                throw missing(plan.index(), keyField);
            }
            stage = Stage.CREATE;
            return;
        }
        if (!answer.isSuccess()) {
            throw DestinationFaults.refused(request, answer);
        }
        JsonNode key = read(answer).path("primaryKey");
        if (key.isTextual() && !key.textValue().equals(keyField)) {
            throw keyDiffers(plan.index(), key.textValue(), keyField);
        }
        stage = afterIndex();
    }

    static DeliveryException missing(IndexUid index, String keyField) {
        return new DeliveryException(
                ErrorCode.INDEX_LOST,
                "Index '" + index + "' does not exist.",
                "Create it with the primary key '"
                        + keyField
                        + "', or set 'meilisearch.auto_create_index' to true.");
    }

    static DeliveryException keyDiffers(IndexUid index, String found, String expected) {
        return new DeliveryException(
                ErrorCode.INDEX_KEY_DIFFERS,
                "Index '"
                        + index
                        + "' has the primary key '"
                        + found
                        + "': expected '"
                        + expected
                        + "'.",
                "Use another index, set the task's 'primary_key' to match, or delete the index"
                        + " and let it be made anew.");
    }

    private Stage afterIndex() {
        return plan.settings().isEmpty() ? Stage.READY : Stage.READ_SETTINGS;
    }

    /// Writing settings cuts the server's batches and may index everything anew, so only differing
    /// ones are written.
    private boolean hasSettings(Answer answer) {
        return differing(plan, read(answer)).isEmpty();
    }

    /// The configured settings that an index does not have.
    static List<String> differing(IndexPlan plan, JsonNode present) {
        return plan.settings().properties().stream()
                .filter(wanted -> !contains(present.path(wanted.getKey()), wanted.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean contains(JsonNode present, JsonNode wanted) {
        if (wanted instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!contains(present.path(field.getKey()), field.getValue())) {
                    return false;
                }
            }
            return present.isObject();
        }
        return present.equals(wanted);
    }

    private static JsonNode read(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException unreadable) {
            throw new DeliveryException(
                    ErrorCode.DESTINATION_BUSY,
                    "Cannot read what Meilisearch says of an index.",
                    "Is it Meilisearch that answers at 'meilisearch.url'? It is tried again.",
                    unreadable);
        }
    }
}
