package io.meilibridge.camel;

import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.document.IndexUid;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.meilisearch.IndexPlan;
import io.meilibridge.meilisearch.MeilisearchServer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The indexes that sync tasks fill, one for each name, however many tasks share it.
final class Destinations {

    /// Least time between two batches of an index. More often the fixed cost of a task would be all
    /// the server does.
    private static final Duration PACE = Duration.ofMillis(4);

    private final Map<IndexUid, DestinationIndex> indexes = new HashMap<>();
    private final MeilisearchSettings settings;
    private final MeilisearchServer server;

    Destinations(MeilisearchSettings settings, MeilisearchServer server) {
        this.settings = settings;
        this.server = server;
    }

    DestinationIndex of(SyncTaskSettings task) {
        return indexes.computeIfAbsent(
                task.index(),
                index ->
                        new DestinationIndex(
                                new IndexLane(
                                        index, PACE, settings.maxPendingTasks(), System::nanoTime),
                                plan(task),
                                server));
    }

    private IndexPlan plan(SyncTaskSettings task) {
        return new IndexPlan(
                task.index(),
                task.indexSettings().over(settings.indexSettings()).json(),
                settings.autoCreateIndex());
    }

    Collection<DestinationIndex> all() {
        return List.copyOf(indexes.values());
    }
}
