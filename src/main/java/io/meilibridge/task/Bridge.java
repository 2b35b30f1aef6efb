package io.meilibridge.task;

import java.util.List;
import java.util.Optional;

/// Everything that runs in this process: the sources and their sync tasks. Immutable; what is in it
/// is thread-safe.
public record Bridge(List<SourceRun> sources) {

    public Bridge {
        sources = List.copyOf(sources);
    }

    /// All sync tasks, in the order of the configuration within each source.
    public List<SyncTask> tasks() {
        return sources.stream().flatMap(source -> source.tasks().stream()).toList();
    }

    public Optional<SyncTask> task(String id) {
        return tasks().stream().filter(task -> task.id().equals(id)).findFirst();
    }

    public Optional<SourceRun> source(String name) {
        return sources.stream().filter(source -> source.plan().name().equals(name)).findFirst();
    }
}
