package io.meilibridge.dev.meilisearch.task;

import io.meilibridge.dev.meilisearch.index.PrimaryKey;
import io.meilibridge.dev.meilisearch.task.TaskWork.AddDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.CancelTasks;
import io.meilibridge.dev.meilisearch.task.TaskWork.ChangeSettings;
import io.meilibridge.dev.meilisearch.task.TaskWork.CompactIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.CreateIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteAllDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByFilter;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByIds;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteTasks;
import io.meilibridge.dev.meilisearch.task.TaskWork.SwapIndexes;
import io.meilibridge.dev.meilisearch.task.TaskWork.UpdateIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides what is processed next: a task that goes before all others, else the oldest, together
/// with the following tasks of its index until one does not fit.
final class BatchSelection {

    /// What a batch is made of so far, which decides what may join it.
    private enum Growth {
        DOCUMENTS,
        DELETIONS,
        CLEARED,
        SETTINGS,
        CLOSED
    }

    private static final List<Class<? extends TaskWork>> BEFORE_ALL_OTHERS =
            List.of(CancelTasks.class, DeleteTasks.class, CompactIndex.class);

    private final Predicate<String> indexExists;
    private final int tasksMax;

    BatchSelection(Predicate<String> indexExists, int tasksMax) {
        this.indexExists = indexExists;
        this.tasksMax = tasksMax;
    }

    /// @param waiting at least one, in the order of the uids
    Batch next(Iterable<Task> waiting) {
        for (Class<? extends TaskWork> kind : BEFORE_ALL_OTHERS) {
            for (Task task : waiting) {
                if (kind.isInstance(task.work())) {
                    return Batch.alone(task);
                }
            }
        }
        Task oldest = waiting.iterator().next();
        return new Batch(grow(oldest, waiting));
    }

    private List<Task> grow(Task oldest, Iterable<Task> waiting) {
        List<Task> batch = new ArrayList<>(List.of(oldest));
        Growth growth = begin(oldest.work());
        for (Task task : waiting) {
            if (growth == Growth.CLOSED || batch.size() >= tasksMax) {
                break;
            }
            if (task.work() instanceof SwapIndexes swap && swap.names(oldest.indexUid())) {
                break;
            }
            if (task == oldest || !Objects.equals(task.indexUid(), oldest.indexUid())) {
                continue;
            }
            Growth grown = join(growth, batch, task);
            if (grown == null) {
                break;
            }
            batch.add(task);
            growth = grown;
        }
        return batch;
    }

    private static Growth begin(TaskWork work) {
        return switch (work) {
            case AddDocuments _ -> Growth.DOCUMENTS;
            case DeleteByIds _, DeleteByFilter _ -> Growth.DELETIONS;
            case DeleteAllDocuments _ -> Growth.CLEARED;
            case ChangeSettings _ -> Growth.SETTINGS;
            case CreateIndex _,
                    UpdateIndex _,
                    DeleteIndex _,
                    CompactIndex _,
                    SwapIndexes _,
                    CancelTasks _,
                    DeleteTasks _ ->
                    Growth.CLOSED;
        };
    }

    /// @return null when the task does not fit
    private @Nullable Growth join(Growth growth, List<Task> batch, Task task) {
        boolean documents = growth != Growth.SETTINGS;
        return switch (task.work()) {
            case AddDocuments addition -> joinAddition(growth, batch, task, addition);
            case DeleteByIds _ -> documents ? growth : null;
            case DeleteByFilter _ -> documents && growth != Growth.DOCUMENTS ? growth : null;
            case DeleteAllDocuments _ -> documents ? Growth.CLEARED : null;
            case ChangeSettings settings -> joinSettings(growth, batch, settings);
            case DeleteIndex _ -> Growth.CLOSED;
            case CreateIndex _,
                    UpdateIndex _,
                    CompactIndex _,
                    SwapIndexes _,
                    CancelTasks _,
                    DeleteTasks _ ->
                    null;
        };
    }

    private @Nullable Growth joinAddition(
            Growth growth, List<Task> batch, Task task, AddDocuments addition) {
        String indexUid = Objects.requireNonNull(task.indexUid());
        boolean exists = indexExists.test(indexUid);
        boolean fits =
                switch (growth) {
                    case DOCUMENTS -> fitsAdditions(batch, addition, exists);
                    case DELETIONS -> exists || !addition.mayCreateIndex();
                    case CLEARED, SETTINGS, CLOSED -> false;
                };
        return fits ? Growth.DOCUMENTS : null;
    }

    private static boolean fitsAdditions(
            List<Task> batch, AddDocuments addition, boolean indexExists) {
        for (Task earlier : batch) {
            if (earlier.work() instanceof AddDocuments(_, PrimaryKey key, _, _, boolean creates)) {
                return Objects.equals(key, addition.primaryKey())
                        && (indexExists || creates == addition.mayCreateIndex());
            }
        }
        return true;
    }

    private static @Nullable Growth joinSettings(
            Growth growth, List<Task> batch, ChangeSettings settings) {
        boolean fits =
                growth == Growth.SETTINGS
                        && batch.getFirst().work() instanceof ChangeSettings first
                        && first.mayCreateIndex() == settings.mayCreateIndex();
        return fits ? Growth.SETTINGS : null;
    }
}
