package io.meilibridge.dev.meilisearch.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.index.Payload;
import io.meilibridge.dev.meilisearch.index.PrimaryKey;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.query.Filter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a task is to do.
public sealed interface TaskWork {

    String DELETED = "deletedDocuments";
    String FILTER = "originalFilter";

    TaskType type();

    /// The task's details until it is finished; counts that are not known yet are null.
    ObjectNode details();

    /// @param merges PUT; else POST
    /// @param existingOnly `skipCreation`
    record AddDocuments(
            Payload payload,
            @Nullable PrimaryKey primaryKey,
            boolean merges,
            boolean existingOnly,
            boolean mayCreateIndex)
            implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.DOCUMENT_ADDITION;
        }

        @Override
        public ObjectNode details() {
            return Json.object()
                    .put("receivedDocuments", payload.documents())
                    .putNull("indexedDocuments");
        }
    }

    record DeleteByIds(List<String> ids) implements TaskWork {

        public DeleteByIds {
            ids = List.copyOf(ids);
        }

        @Override
        public TaskType type() {
            return TaskType.DOCUMENT_DELETION;
        }

        @Override
        public ObjectNode details() {
            return Json.object().put("providedIds", ids.size()).putNull(DELETED).putNull(FILTER);
        }
    }

    record DeleteByFilter(JsonNode original, Filter filter) implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.DOCUMENT_DELETION;
        }

        @Override
        public ObjectNode details() {
            return Json.object()
                    .put("providedIds", 0)
                    .putNull(DELETED)
                    .put(FILTER, original.toString());
        }
    }

    record DeleteAllDocuments() implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.DOCUMENT_DELETION;
        }

        @Override
        public ObjectNode details() {
            return Json.object().putNull(DELETED);
        }
    }

    /// @param resets every setting, whatever was sent
    record ChangeSettings(ObjectNode sent, boolean resets, boolean mayCreateIndex)
            implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.SETTINGS_UPDATE;
        }

        @Override
        public ObjectNode details() {
            return sent.deepCopy();
        }
    }

    record CreateIndex(@Nullable PrimaryKey primaryKey) implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.INDEX_CREATION;
        }

        @Override
        public ObjectNode details() {
            return Json.object().put("primaryKey", primaryKey == null ? null : primaryKey.name());
        }
    }

    record UpdateIndex(@Nullable PrimaryKey primaryKey, @Nullable String newUid)
            implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.INDEX_UPDATE;
        }

        @Override
        public ObjectNode details() {
            return Json.object().put("primaryKey", primaryKey == null ? null : primaryKey.name());
        }
    }

    record DeleteIndex() implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.INDEX_DELETION;
        }

        @Override
        public ObjectNode details() {
            return Json.object().putNull(DELETED);
        }
    }

    record CompactIndex() implements TaskWork {

        @Override
        public TaskType type() {
            return TaskType.INDEX_COMPACTION;
        }

        @Override
        public ObjectNode details() {
            return Json.object();
        }
    }

    /// @param renames moves `left` to `right`, which must be free; else the two change places
    record Swap(String left, String right, boolean renames) {}

    record SwapIndexes(List<Swap> swaps) implements TaskWork {

        public SwapIndexes {
            swaps = List.copyOf(swaps);
        }

        @Override
        public TaskType type() {
            return TaskType.INDEX_SWAP;
        }

        @Override
        public ObjectNode details() {
            ObjectNode details = Json.object();
            ArrayNode shown = details.putArray("swaps");
            for (Swap swap : swaps) {
                ObjectNode one = shown.addObject();
                one.putArray("indexes").add(swap.left()).add(swap.right());
                one.put("rename", swap.renames());
            }
            return details;
        }

        public boolean names(@Nullable String indexUid) {
            return swaps.stream()
                    .anyMatch(
                            swap -> swap.left().equals(indexUid) || swap.right().equals(indexUid));
        }
    }

    /// @param uids the tasks that the filter matched when it was sent
    /// @param query the filter as it was sent
    record CancelTasks(Set<Integer> uids, String query) implements TaskWork {

        public CancelTasks {
            uids = Set.copyOf(uids);
        }

        @Override
        public TaskType type() {
            return TaskType.TASK_CANCELATION;
        }

        @Override
        public ObjectNode details() {
            return Json.object()
                    .put("matchedTasks", uids.size())
                    .putNull("canceledTasks")
                    .put(FILTER, query);
        }
    }

    /// @param uids the tasks that the filter matched when it was sent
    /// @param query the filter as it was sent
    record DeleteTasks(Set<Integer> uids, String query) implements TaskWork {

        public DeleteTasks {
            uids = Set.copyOf(uids);
        }

        @Override
        public TaskType type() {
            return TaskType.TASK_DELETION;
        }

        @Override
        public ObjectNode details() {
            return Json.object()
                    .put("matchedTasks", uids.size())
                    .putNull("deletedTasks")
                    .put(FILTER, query);
        }
    }
}
