package io.meilibridge.dev.meilisearch.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import io.meilibridge.dev.meilisearch.index.DocumentChanges;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.query.Filter;
import io.meilibridge.dev.meilisearch.task.Batch;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
import io.meilibridge.dev.meilisearch.task.TaskWork;
import io.meilibridge.dev.meilisearch.task.TaskWork.AddDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteAllDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByFilter;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Additions and deletions of documents. A bad task fails alone; a batch's changes are committed at
/// once or, when one of them breaks the indexer, not at all.
final class DocumentWork {

    private final Indexes indexes;
    private final DocumentCheck check;
    private final Clock clock;

    DocumentWork(Indexes indexes, DocumentCheck check, Clock clock) {
        this.indexes = indexes;
        this.check = check;
        this.clock = clock;
    }

    List<TaskOutcome> execute(Batch batch) {
        String uid = Objects.requireNonNull(batch.first().indexUid());
        Index index = indexFor(uid, batch);
        if (index == null) {
            return BatchExecution.allFailed(batch, MeilisearchError.indexNotFound(uid));
        }
        check.batch(uid);
        boolean clears =
                batch.tasks().stream().anyMatch(task -> task.work() instanceof DeleteAllDocuments);
        return clears ? clear(index, batch) : fold(uid, index, batch);
    }

    /// The index, created when an addition may do that. Creating commits before the documents do: a
    /// batch that fails leaves an empty index.
    private @Nullable Index indexFor(String uid, Batch batch) {
        Index known = indexes.find(uid);
        boolean creates =
                batch.tasks().stream()
                        .anyMatch(task ->
                                task.work() instanceof AddDocuments addition
                                        && addition.mayCreateIndex());
        if (known != null || !creates) {
            return known;
        }
        Index created = new Index(clock.instant(), null);
        indexes.writing(() -> indexes.put(uid, created));
        return created;
    }

    /// The first clear counts what the index held; additions before it end without a count.
    private List<TaskOutcome> clear(Index index, Batch batch) {
        int held = index.documents().size();
        indexes.writing(() -> index.clear(clock.instant()));
        List<TaskOutcome> outcomes = new ArrayList<>();
        for (Task task : batch.tasks()) {
            ObjectNode details = task.details();
            if (task.work() instanceof DeleteAllDocuments) {
                details.put(TaskWork.DELETED, held);
                held = 0;
            } else if (!(task.work() instanceof AddDocuments)) {
                details.put(TaskWork.DELETED, 0);
            }
            outcomes.add(TaskOutcome.succeeded(task, details));
        }
        return outcomes;
    }

    private List<TaskOutcome> fold(String uid, Index index, Batch batch) {
        DocumentChanges changes = new DocumentChanges(index);
        boolean mixed =
                batch.tasks().stream().anyMatch(task -> task.work() instanceof AddDocuments);
        List<TaskOutcome> outcomes = new ArrayList<>();
        for (Task task : batch.tasks()) {
            try {
                outcomes.add(TaskOutcome.succeeded(task, apply(uid, index, task, changes, mixed)));
            } catch (TaskFailedException e) {
                outcomes.add(TaskOutcome.failed(task, e.error()));
            }
        }
        indexes.writing(() -> changes.commit(clock.instant()));
        return outcomes;
    }

    /// @param mixed whether the batch adds documents too, which makes the count of a deletion the
    ///   number of distinct ids given
    private ObjectNode apply(
            String uid, Index index, Task task, DocumentChanges changes, boolean mixed) {
        ObjectNode details = task.details();
        switch (task.work()) {
            case AddDocuments addition ->
                    details.put("indexedDocuments", changes.add(changeOf(uid, addition)));
            case DeleteByIds(List<String> ids) -> {
                ids.forEach(id -> check.id(uid, id));
                Set<String> distinct = new HashSet<>(ids);
                int deleted = changes.delete(distinct);
                details.put(TaskWork.DELETED, mixed ? distinct.size() : deleted);
            }
            case DeleteByFilter(_, Filter filter) ->
                    details.put(TaskWork.DELETED, deleteMatching(index, filter, changes));
            default -> throw new IllegalStateException("Not about documents: " + task.type());
        }
        return details;
    }

    private DocumentChanges.Addition changeOf(String uid, AddDocuments work) {
        return new DocumentChanges.Addition(
                work.payload(),
                work.primaryKey(),
                work.merges(),
                work.existingOnly(),
                id -> check.id(uid, id));
    }

    private static int deleteMatching(Index index, Filter filter, DocumentChanges changes) {
        Set<String> attributes = new HashSet<>();
        filter.attributes(attributes);
        for (String attribute : attributes) {
            if (!index.settings().isFilterable(attribute)) {
                throw new TaskFailedException(
                        "invalid_document_filter",
                        "Attribute `" + attribute + "` is not filterable.");
            }
        }
        return changes.deleteMatching(stored -> filter.matches(stored.tree()));
    }
}
