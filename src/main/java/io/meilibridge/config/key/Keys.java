package io.meilibridge.config.key;

import static io.meilibridge.config.key.Key.key;
import static io.meilibridge.config.key.Key.required;
import static io.meilibridge.config.key.Shape.group;
import static io.meilibridge.config.key.Shape.groups;

/// The root of the table.
public final class Keys {

    public static final Section ROOT =
            new Section(
                    key(
                            "source",
                            group(SourceKeys.SOURCE),
                            "The database to follow; required, or `sources`."),
                    key(
                            "sources",
                            groups(SourceKeys.SOURCE),
                            "Several databases, each with a `name`."),
                    required(
                            "meilisearch",
                            group(MeilisearchKeys.MEILISEARCH),
                            "The server that holds the indexes."),
                    required(
                            "sync_tasks",
                            groups(TaskKeys.TASK),
                            "What goes where: one table into one index each."),
                    key(
                            "checkpoint",
                            group(StoreKeys.CHECKPOINT),
                            "Positions to go on from after a restart."),
                    key("redis", group(StoreKeys.REDIS), "The Redis server."),
                    key("performance", group(PerformanceKeys.PERFORMANCE), "Bounds and batches."),
                    key(
                            "options",
                            group(PerformanceKeys.OPTIONS),
                            "Batches of tasks that set none of their own."),
                    key("pipeline", group(PerformanceKeys.PIPELINE), "Other names of some bounds."),
                    key("memory", group(PerformanceKeys.MEMORY), "Other names of some bounds."),
                    key(
                            "error_handling",
                            group(OperationKeys.ERROR_HANDLING),
                            "Retries and dead letters."),
                    key("api", group(OperationKeys.API), "The HTTP interface."),
                    key("health", group(OperationKeys.HEALTH), "Health checks."),
                    key("logging", group(OperationKeys.LOGGING), "Logs."),
                    key("debug", group(OperationKeys.DEBUG), "Help for finding faults."));

    private Keys() {}
}
