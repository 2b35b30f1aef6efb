package io.meilibridge.dev.meilisearch.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.index.PrimaryKey;
import io.meilibridge.dev.meilisearch.task.Batch;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import io.meilibridge.dev.meilisearch.task.TaskWork;
import io.meilibridge.dev.meilisearch.task.TaskWork.AddDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.ChangeSettings;
import io.meilibridge.dev.meilisearch.task.TaskWork.CreateIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.Swap;
import io.meilibridge.dev.meilisearch.task.TaskWork.SwapIndexes;
import io.meilibridge.dev.meilisearch.task.TaskWork.UpdateIndex;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is done to indexes as a whole.
final class IndexWork {

    private final Indexes indexes;
    private final TaskQueue queue;
    private final Clock clock;

    IndexWork(Indexes indexes, TaskQueue queue, Clock clock) {
        this.indexes = indexes;
        this.queue = queue;
        this.clock = clock;
    }

    TaskOutcome create(Task task, CreateIndex work) {
        String uid = uidOf(task);
        if (indexes.find(uid) != null) {
            return TaskOutcome.failed(task, MeilisearchError.indexAlreadyExists(uid));
        }
        Index index = new Index(clock.instant(), work.primaryKey());
        indexes.writing(() -> indexes.put(uid, index));
        return TaskOutcome.succeeded(task, task.details());
    }

    TaskOutcome update(Task task, UpdateIndex work) {
        String uid = uidOf(task);
        String newUid = work.newUid() == null ? uid : work.newUid();
        Index index = indexes.find(uid);
        if (index == null) {
            return TaskOutcome.failed(task, MeilisearchError.indexNotFound(uid));
        }
        if (!newUid.equals(uid) && indexes.find(newUid) != null) {
            return TaskOutcome.failed(task, MeilisearchError.indexAlreadyExists(newUid));
        }
        PrimaryKey key = work.primaryKey();
        PrimaryKey known = index.primaryKey();
        if (key != null && !key.equals(known) && !index.documents().isEmpty()) {
            return TaskOutcome.failed(
                    task,
                    new MeilisearchError(
                            "index_primary_key_already_exists",
                            "Index `" + uid + "` already has a primary key and documents."));
        }
        indexes.writing(() -> {
            if (key != null) {
                index.primaryKey(key, clock.instant());
            }
            indexes.remove(uid);
            indexes.put(newUid, index);
        });
        ObjectNode details = task.details();
        if (work.newUid() != null) {
            details.put("oldIndexUid", uid).put("newIndexUid", newUid);
        }
        return TaskOutcome.succeeded(task, details);
    }

    /// Swallows the index's earlier tasks of the batch.
    List<TaskOutcome> delete(Batch batch) {
        String uid = uidOf(batch.first());
        Index index = indexes.find(uid);
        if (index == null && !wouldHaveCreated(batch)) {
            return BatchExecution.allFailed(batch, MeilisearchError.indexNotFound(uid));
        }
        int held = index == null ? 0 : index.documents().size();
        indexes.writing(() -> indexes.remove(uid));
        List<TaskOutcome> outcomes = new ArrayList<>();
        for (Task task : batch.tasks()) {
            ObjectNode details = task.details();
            if (task.work() instanceof AddDocuments) {
                details.put("indexedDocuments", 0);
            } else if (!(task.work() instanceof ChangeSettings)) {
                details.put(TaskWork.DELETED, task.work() instanceof DeleteIndex ? held : 0);
            }
            outcomes.add(TaskOutcome.succeeded(task, details));
        }
        return outcomes;
    }

    TaskOutcome compact(Task task) {
        String uid = uidOf(task);
        return indexes.find(uid) == null
                ? TaskOutcome.failed(task, MeilisearchError.indexNotFound(uid))
                : TaskOutcome.succeeded(task, task.details());
    }

    TaskOutcome swap(Task task, SwapIndexes work) {
        MeilisearchError refusal = refusal(work);
        if (refusal != null) {
            return TaskOutcome.failed(task, refusal);
        }
        indexes.writing(() -> work.swaps().forEach(swap -> swap(task, swap)));
        return TaskOutcome.succeeded(task, task.details());
    }

    private void swap(Task task, Swap swap) {
        Instant now = clock.instant();
        Index left = Objects.requireNonNull(indexes.remove(swap.left()));
        left.touch(now);
        if (swap.renames()) {
            indexes.put(swap.right(), left);
            queue.rename(task.uid(), name -> name.equals(swap.left()) ? swap.right() : name);
            return;
        }
        Index right = Objects.requireNonNull(indexes.remove(swap.right()));
        right.touch(now);
        indexes.put(swap.right(), left);
        indexes.put(swap.left(), right);
        queue.rename(task.uid(), name -> exchanged(name, swap));
    }

    private static String exchanged(String name, Swap swap) {
        if (name.equals(swap.left())) {
            return swap.right();
        }
        return name.equals(swap.right()) ? swap.left() : name;
    }

    private @Nullable MeilisearchError refusal(SwapIndexes work) {
        List<String> missing = new ArrayList<>();
        for (Swap swap : work.swaps()) {
            if (indexes.find(swap.left()) == null) {
                missing.add(swap.left());
            }
            boolean rightHeld = indexes.find(swap.right()) != null;
            if (swap.renames() && rightHeld) {
                return MeilisearchError.indexAlreadyExists(swap.right());
            }
            if (!swap.renames() && !rightHeld) {
                missing.add(swap.right());
            }
        }
        return missing.isEmpty()
                ? null
                : MeilisearchError.indexNotFound(String.join("`, `", missing));
    }

    private static boolean wouldHaveCreated(Batch batch) {
        return batch.tasks().stream()
                .anyMatch(task ->
                        switch (task.work()) {
                            case AddDocuments addition -> addition.mayCreateIndex();
                            case ChangeSettings change -> change.mayCreateIndex();
                            default -> false;
                        });
    }

    private static String uidOf(Task task) {
        return Objects.requireNonNull(task.indexUid(), "the task names no index");
    }
}
