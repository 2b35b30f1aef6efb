package io.meilibridge.task;

import io.meilibridge.deadletter.DeadLetters;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that runs in this process: the sources and their sync tasks. Immutable; what is in it
/// is thread-safe.
///
/// @param deadLetters null where none are kept
public record Bridge(List<SourceRun> sources, @Nullable DeadLetters deadLetters) {

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
