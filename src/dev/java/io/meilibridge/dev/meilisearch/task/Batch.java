package io.meilibridge.dev.meilisearch.task;

import java.util.List;

/// Tasks that are processed together: they share start, end and fate where the whole batch fails.
///
/// @param tasks in the order of their uids
public record Batch(List<Task> tasks) {

    public Batch {
        tasks = List.copyOf(tasks);
    }

    static Batch alone(Task task) {
        return new Batch(List.of(task));
    }

    public Task first() {
        return tasks.getFirst();
    }

    public Task last() {
        return tasks.getLast();
    }
}
