package io.meilibridge.api;

import io.meilibridge.camel.RunningSettings;
import io.meilibridge.config.TaskDifference;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was defined at run time beside what is configured.
@ApplicationScoped
class Differences {

    private final RunningSettings pipeline;

    @Inject
    Differences(RunningSettings pipeline) {
        this.pipeline = pipeline;
    }

    /// Where a task's definition is from: `configured`, `changed` or `added`.
    String origin(String task) {
        RunTimeTasks kept = kept();
        if (!kept.defined().containsKey(task)) {
            return "configured";
        }
        return pipeline.settings().flatMap(of -> find(of, task)).isPresent() ? "changed" : "added";
    }

    ConfigView view() {
        RunTimeTasks kept = kept();
        Settings configured = pipeline.settings().orElseThrow(ApiException::nothingToReload);
        List<ConfigView.Difference> differences = new ArrayList<>();
        for (String removed : kept.removed()) {
            if (find(configured, removed).isPresent()) {
                differences.add(new ConfigView.Difference(removed, "removed", List.of()));
            }
        }
        Settings present = kept.defined().isEmpty() ? configured : pipeline.with(kept);
        for (String defined : kept.defined().keySet()) {
            Optional<SyncTaskSettings> before = find(configured, defined);
            Optional<SyncTaskSettings> after = find(present, defined);
            if (before.isEmpty() || after.isEmpty()) {
                differences.add(new ConfigView.Difference(defined, "added", List.of()));
            } else {
                List<String> keys = TaskDifference.between(before.get(), after.get()).keys();
                differences.add(new ConfigView.Difference(defined, "changed", keys));
            }
        }
        return new ConfigView(List.copyOf(differences));
    }

    private RunTimeTasks kept() {
        return pipeline.runTimeTasks().values().stream()
                .reduce(RunTimeTasks.NONE, RunTimeTasks::and);
    }

    private static Optional<SyncTaskSettings> find(Settings settings, String id) {
        return settings.tasks().stream().filter(task -> task.id().equals(id)).findFirst();
    }
}
