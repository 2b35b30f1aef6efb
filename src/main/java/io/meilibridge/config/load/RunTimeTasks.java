package io.meilibridge.config.load;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was said of sync tasks while the service ran. It counts more than the configuration: a
/// definition takes the place of the configured one of the same id, or comes behind those that
/// there are.
///
/// @param defined the definitions by id: JSON objects with the keys of an item of `sync_tasks`
/// @param removed ids of configured tasks that are to be as if they were not there
public record RunTimeTasks(NavigableMap<String, String> defined, NavigableSet<String> removed) {

    public static final RunTimeTasks NONE = new RunTimeTasks(Map.of(), Set.of());

    public RunTimeTasks {
        defined = Collections.unmodifiableNavigableMap(new TreeMap<>(defined));
        removed = Collections.unmodifiableNavigableSet(new TreeSet<>(removed));
    }

    public RunTimeTasks(Map<String, String> defined, Set<String> removed) {
        this(new TreeMap<>(defined), new TreeSet<>(removed));
    }

    public boolean isNone() {
        return defined.isEmpty() && removed.isEmpty();
    }

    /// Whether anything is said of the task.
    public boolean speaksOf(String task) {
        return defined.containsKey(task) || removed.contains(task);
    }

    public RunTimeTasks withDefined(String task, String definition) {
        RunTimeTasks other = without(task);
        NavigableMap<String, String> more = new TreeMap<>(other.defined);
        more.put(task, definition);
        return new RunTimeTasks(more, other.removed);
    }

    public RunTimeTasks withRemoved(String task) {
        RunTimeTasks other = without(task);
        NavigableSet<String> more = new TreeSet<>(other.removed);
        more.add(task);
        return new RunTimeTasks(other.defined, more);
    }

    /// Nothing is said of the task: what is configured counts.
    public RunTimeTasks without(String task) {
        NavigableMap<String, String> fewer = new TreeMap<>(defined);
        fewer.remove(task);
        NavigableSet<String> less = new TreeSet<>(removed);
        less.remove(task);
        return new RunTimeTasks(fewer, less);
    }

    /// Both; where both speak of a task, what the other says.
    public RunTimeTasks and(RunTimeTasks other) {
        RunTimeTasks all = this;
        for (String task : other.removed) {
            all = all.withRemoved(task);
        }
        for (Map.Entry<String, String> each : other.defined.entrySet()) {
            all = all.withDefined(each.getKey(), each.getValue());
        }
        return all;
    }
}
