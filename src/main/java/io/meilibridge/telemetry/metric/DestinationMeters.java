package io.meilibridge.telemetry.metric;

import io.meilibridge.document.IndexUid;
import io.meilibridge.meilisearch.TaskListener;
import io.meilibridge.meilisearch.TaskView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Times the server's own work on our tasks.
final class DestinationMeters implements TaskListener {

    private final MeterRegistry registry;
    private final Map<IndexUid, Timer> durations = new ConcurrentHashMap<>();

    DestinationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void taskFinished(IndexUid index, TaskView view, int documents) {
        durations.computeIfAbsent(index, this::duration).record(view.taken());
    }

    @Override
    public void cameLate(IndexUid index) {
        Counter.builder(MetricNames.LATE_COPIES)
                .description("Writes that came after what had been sent in their place")
                .tag(MetricNames.INDEX, index.toString())
                .register(registry)
                .increment();
    }

    private Timer duration(IndexUid index) {
        return Histograms.ofServerTasks(
                registry,
                MetricNames.TASK_DURATION,
                "The server's own time for a task, its wait in the queue left out",
                index.toString());
    }
}
