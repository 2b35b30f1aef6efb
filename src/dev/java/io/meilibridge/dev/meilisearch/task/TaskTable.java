package io.meilibridge.dev.meilisearch.task;

import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All tasks by uid, and those that wait. Not thread-safe: its queue is.
final class TaskTable {

    private final NavigableMap<Integer, Task> tasks = new TreeMap<>();
    private final NavigableMap<Integer, Task> waiting = new TreeMap<>();

    void add(Task task) {
        tasks.put(task.uid(), task);
        waiting.put(task.uid(), task);
    }

    @Nullable Task find(int uid) {
        return tasks.get(uid);
    }

    int size() {
        return tasks.size();
    }

    /// In the order of the uids.
    Collection<Task> waiting() {
        return waiting.values();
    }

    void stopWaiting(Task task) {
        waiting.remove(task.uid());
    }

    void waitAgain(Task task) {
        waiting.put(task.uid(), task);
    }

    List<Task> finished() {
        return tasks.values().stream().filter(task -> task.status().isFinished()).toList();
    }

    /// Nothing waits, and what was finished is these.
    void setBack(List<Task> finished) {
        clear();
        finished.forEach(task -> tasks.put(task.uid(), task));
    }

    void clear() {
        tasks.clear();
        waiting.clear();
    }

    void removeFinished() {
        tasks.values().removeIf(task -> task.status().isFinished());
    }

    void remove(int uid) {
        tasks.remove(uid);
    }

    /// Oldest first.
    List<Task> matching(TaskFilter filter, List<Task> running) {
        List<Task> found = new ArrayList<>();
        for (Task task : candidates(filter, running)) {
            if (filter.rest().test(task)) {
                found.add(task);
            }
        }
        return found;
    }

    private Collection<Task> candidates(TaskFilter filter, List<Task> running) {
        Set<Integer> uids = filter.uids();
        if (uids != null) {
            return uids.stream().sorted().filter(tasks::containsKey).map(tasks::get).toList();
        }
        if (!filter.unfinishedOnly()) {
            return tasks.values();
        }
        NavigableMap<Integer, Task> unfinished = new TreeMap<>(waiting);
        running.forEach(task -> unfinished.put(task.uid(), task));
        return unfinished.values();
    }

    /// Gives the tasks older than `before` the index name that the function makes of theirs.
    void rename(int before, UnaryOperator<String> names) {
        for (Task task : tasks.headMap(before).values()) {
            String name = task.indexUid();
            if (name != null) {
                task.moveTo(names.apply(name));
            }
        }
    }

    /// The uids of the oldest finished tasks; none when a deletion is already waiting.
    Set<Integer> oldestFinished(int count) {
        Set<Integer> oldest = new HashSet<>();
        boolean queued = waiting.values().stream().anyMatch(t -> t.work() instanceof DeleteTasks);
        for (Task task : tasks.values()) {
            if (queued || oldest.size() == count) {
                break;
            }
            if (task.status().isFinished()) {
                oldest.add(task.uid());
            }
        }
        return oldest;
    }
}
