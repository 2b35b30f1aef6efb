package io.meilibridge.camel;

import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.document.IndexUid;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.meilisearch.IndexPlan;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.SettleWatch;
import io.meilibridge.meilisearch.TaskListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The indexes that sync tasks fill, one for each name, however many tasks share it.
final class Destinations {

    /// Least time between two batches of an index. More often the fixed cost of a task would be all
    /// the server does.
    private static final Duration PACE = Duration.ofMillis(4);

    private final Map<IndexUid, DestinationIndex> indexes = new HashMap<>();
    private final MeilisearchSettings settings;
    private final SettleWatch watch;
    private final TaskListener listener;
    private final Function<Request, Answer> http;

    /// @param http asks Meilisearch, and waits for the answer
    Destinations(
            MeilisearchSettings settings,
            SettleWatch watch,
            TaskListener listener,
            Function<Request, Answer> http) {
        this.settings = settings;
        this.watch = watch;
        this.listener = listener;
        this.http = http;
    }

    DestinationIndex of(SyncTaskSettings task) {
        return indexes.computeIfAbsent(
                task.index(),
                index ->
                        new DestinationIndex(
                                new IndexLane(
                                        index, PACE, settings.maxPendingTasks(), System::nanoTime),
                                plan(task),
                                watch,
                                listener,
                                http));
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
