package io.meilibridge.camel;

import io.meilibridge.batch.AdaptiveSize;
import io.meilibridge.config.settings.AdaptiveBatchingSettings;
import io.meilibridge.config.settings.FullSyncMode;
import io.meilibridge.config.settings.FullSyncSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.task.FullSyncPlan;
import io.meilibridge.task.Pauses;
import io.meilibridge.task.Rereading;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskDefinition;
import io.meilibridge.task.TaskListener;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Makes one configured sync task into what runs.
final class TaskAssembly {

    private final Settings settings;
    private final @Nullable DeadLetters letters;
    private final Pauses pauses;
    private final TaskListener listener;

    TaskAssembly(
            Settings settings,
            @Nullable DeadLetters letters,
            Pauses pauses,
            TaskListener listener) {
        this.settings = settings;
        this.letters = letters;
        this.pauses = pauses;
        this.listener = listener;
    }

    SyncTask assemble(SyncTaskSettings task, DestinationIndex index, Rereading rows) {
        String prefix = task.idPrefix();
        TaskDefinition definition =
                new TaskDefinition(
                        task.id(),
                        task.source(),
                        task.index(),
                        task.route(),
                        task.cdc().autoStart(),
                        prefix == null ? "" : prefix,
                        task.rules(),
                        size(task),
                        task.batch().memoryLimitBytes(),
                        task.batch().timeout(),
                        Backoffs.of(task.retry()),
                        fullSync(task, settings.sourceOf(task).pool().maxSize()));
        return new SyncTask(definition, index, rows, letters, pauses, listener, Clock.systemUTC());
    }

    private static FullSyncPlan fullSync(SyncTaskSettings task, int connectionsMax) {
        FullSyncSettings settings = task.fullSync();
        FullSyncPlan.Start start =
                switch (settings.onStart()) {
                    case NEVER -> FullSyncPlan.Start.NONE;
                    case MISSING -> FullSyncPlan.Start.FIRST;
                    case ALWAYS -> FullSyncPlan.Start.EACH;
                };
        return new FullSyncPlan(
                settings.enabled() ? start : FullSyncPlan.Start.NONE,
                switch (task.onChange()) {
                    case RESYNC -> FullSyncPlan.OnChange.RESYNC;
                    case WARN -> FullSyncPlan.OnChange.WARN;
                    case STOP -> FullSyncPlan.OnChange.STOP;
                },
                settings.pageSize(),
                Math.min(settings.parallelism(), connectionsMax),
                settings.where(),
                settings.mode() == FullSyncMode.SWAP);
    }

    private AdaptiveSize size(SyncTaskSettings task) {
        AdaptiveBatchingSettings adaptive = settings.performance().adaptiveBatching();
        Integer fixed = task.batch().sizeFixed();
        if (fixed != null) {
            return AdaptiveSize.fixed(fixed);
        }
        return adaptive.enabled()
                ? new AdaptiveSize(
                        adaptive.minBatchSize(),
                        adaptive.maxBatchSize(),
                        adaptive.targetBatchSize(),
                        adaptive.latencyTarget())
                : AdaptiveSize.fixed(adaptive.maxBatchSize());
    }
}
