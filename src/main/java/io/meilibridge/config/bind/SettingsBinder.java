package io.meilibridge.config.bind;

import io.meilibridge.config.key.Keys;
import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.CheckpointSettings;
import io.meilibridge.config.settings.HealthSettings;
import io.meilibridge.config.settings.LoggingSettings;
import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.PerformanceSettings;
import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.tree.Mapping;
import java.util.List;

/// Binds the whole tree. What it makes of a faulty tree is complete but not to be used.
public final class SettingsBinder {

    private final View root;
    private final FileAccess files;
    private final long maxHeapBytes;

    public SettingsBinder(Mapping tree, FileAccess files, long maxHeapBytes, Report report) {
        this.root = new View(tree, Keys.ROOT, "", report);
        this.files = files;
        this.maxHeapBytes = maxHeapBytes;
    }

    public Settings bind() {
        PerformanceSettings performance = new PerformanceBinder(maxHeapBytes).bind(root);
        List<SourceSettings> sources =
                new SourceBinder(files, root.group("performance")).bind(root);
        MeilisearchSettings meilisearch = MeilisearchBinder.bind(root.group("meilisearch"));
        RedisSettings redis = StoreBinder.redis(root.group("redis"));
        CheckpointSettings checkpoint = StoreBinder.checkpoint(root.group("checkpoint"), redis);
        TaskBinder tasks =
                new TaskBinder(
                        root,
                        performance.adaptiveBatching().memoryLimitBytes(),
                        meilisearch.indexSettings(),
                        sources.size() == 1 ? sources.getFirst().name() : "");
        return new Settings(
                sources,
                meilisearch,
                tasks.bind(root),
                checkpoint,
                redis,
                performance,
                OperationBinder.errorHandling(root.group("error_handling"), checkpoint.backend()),
                api(),
                new HealthSettings(
                        root.group("health").get("ready_during_snapshot", Boolean.class)),
                logging(),
                OperationBinder.debug(root.group("debug")));
    }

    /// The API alone: what has to be up to say what is wrong with the rest.
    public ApiSettings api() {
        return OperationBinder.api(root.group("api"), files);
    }

    public LoggingSettings logging() {
        return LoggingBinder.bind(root.group("logging"));
    }
}
