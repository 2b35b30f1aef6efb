package io.meilibridge.dev.meilisearch.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskOutcome;
import io.meilibridge.dev.meilisearch.task.TaskQueue;
import io.meilibridge.dev.meilisearch.task.TaskWork.CancelTasks;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteTasks;

/// Tasks about tasks.
final class TaskMaintenance {

    private final TaskQueue queue;

    TaskMaintenance(TaskQueue queue) {
        this.queue = queue;
    }

    TaskOutcome cancel(Task task, CancelTasks work) {
        ObjectNode details = task.details();
        details.put("canceledTasks", queue.cancel(task.uid(), work.uids()));
        return TaskOutcome.succeeded(task, details);
    }

    TaskOutcome delete(Task task, DeleteTasks work) {
        ObjectNode details = task.details();
        details.put("deletedTasks", queue.delete(work.uids()));
        return TaskOutcome.succeeded(task, details);
    }
}
