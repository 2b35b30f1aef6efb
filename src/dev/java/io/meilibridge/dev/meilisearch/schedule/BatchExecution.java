package io.meilibridge.dev.meilisearch.schedule;

import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.task.Batch;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Does the work of a batch. Its last task decides what kind it is: the deletion of the index or of
/// all documents swallows what came before.
final class BatchExecution {

    private final DocumentWork documents;
    private final IndexWork indexes;
    private final SettingsWork settings;
    private final TaskMaintenance maintenance;

    BatchExecution(
            DocumentWork documents,
            IndexWork indexes,
            SettingsWork settings,
            TaskMaintenance maintenance) {
        this.documents = documents;
        this.indexes = indexes;
        this.settings = settings;
        this.maintenance = maintenance;
    }

    /// @return one outcome a task, in the order of the tasks
    List<TaskOutcome> execute(Batch batch) {
        try {
            return work(batch);
        } catch (BatchFailedException e) {
            MeilisearchError error = e.error();
            return allFailed(batch, prefixed(batch.first().indexUid(), error));
        } catch (RuntimeException e) {
            return allFailed(batch, new MeilisearchError("internal", "internal: " + e));
        }
    }

    private List<TaskOutcome> work(Batch batch) {
        Task last = batch.last();
        return switch (last.work()) {
            case AddDocuments _, DeleteByIds _, DeleteByFilter _, DeleteAllDocuments _ ->
                    documents.execute(batch);
            case ChangeSettings _ -> settings.execute(batch);
            case DeleteIndex _ -> indexes.delete(batch);
            case CreateIndex work -> List.of(indexes.create(last, work));
            case UpdateIndex work -> List.of(indexes.update(last, work));
            case CompactIndex _ -> List.of(indexes.compact(last));
            case SwapIndexes work -> List.of(indexes.swap(last, work));
            case CancelTasks work -> List.of(maintenance.cancel(last, work));
            case DeleteTasks work -> List.of(maintenance.delete(last, work));
        };
    }

    private static MeilisearchError prefixed(@Nullable String indexUid, MeilisearchError error) {
        return new MeilisearchError(error.code(), "Index `" + indexUid + "`: " + error.message());
    }

    static List<TaskOutcome> allFailed(Batch batch, MeilisearchError error) {
        return batch.tasks().stream().map(task -> TaskOutcome.failed(task, error)).toList();
    }
}
