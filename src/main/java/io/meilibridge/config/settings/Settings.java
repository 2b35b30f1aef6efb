package io.meilibridge.config.settings;

import java.util.List;

/// The whole configuration.
public record Settings(
        List<SourceSettings> sources,
        MeilisearchSettings meilisearch,
        List<SyncTaskSettings> tasks,
        CheckpointSettings checkpoint,
        RedisSettings redis,
        PerformanceSettings performance,
        ErrorHandlingSettings errorHandling,
        ApiSettings api,
        HealthSettings health,
        LoggingSettings logging,
        DebugSettings debug) {
    public Settings {
        sources = List.copyOf(sources);
        tasks = List.copyOf(tasks);
    }

    /// The source that a task reads.
    ///
    /// @throws IllegalArgumentException when the task is not one of these settings
    public SourceSettings sourceOf(SyncTaskSettings task) {
        for (SourceSettings source : sources) {
            if (source.name().equals(task.source())) {
                return source;
            }
        }
        throw new IllegalArgumentException("no source '" + task.source() + "'");
    }

    /// These, with what can change while the service runs of others.
    public Settings withSurroundings(Settings other) {
        return new Settings(
                sources,
                meilisearch,
                tasks,
                checkpoint,
                redis,
                performance,
                errorHandling,
                new ApiSettings(
                        api.enabled(),
                        api.host(),
                        api.port(),
                        other.api.maxRequestBytes(),
                        other.api.maxRequestsPerSecond(),
                        other.api.cors(),
                        other.api.auth(),
                        api.tls()),
                other.health,
                new LoggingSettings(
                        other.logging.level(), logging.format(), other.logging.categories()),
                debug.withCapture(other.debug.cdc()));
    }

    /// These, with all of others that a pipeline is built of.
    public Settings withPipeline(Settings other) {
        return new Settings(
                other.sources,
                other.meilisearch,
                other.tasks,
                other.checkpoint,
                other.redis,
                other.performance,
                other.errorHandling,
                api,
                health,
                logging,
                debug);
    }

    public Settings withTasks(List<SyncTaskSettings> other) {
        return new Settings(
                sources,
                meilisearch,
                other,
                checkpoint,
                redis,
                performance,
                errorHandling,
                api,
                health,
                logging,
                debug);
    }
}
