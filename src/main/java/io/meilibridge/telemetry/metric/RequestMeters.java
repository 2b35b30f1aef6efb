package io.meilibridge.telemetry.metric;

import io.meilibridge.batch.Batch;
import io.meilibridge.camel.RequestListener;
import io.meilibridge.meilisearch.Operation;
import io.meilibridge.meilisearch.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Counts batches and requests.
final class RequestMeters implements RequestListener {

    private record Kind(String task, Operation operation, int status) {}

    private final MeterRegistry registry;
    private final Function<String, String> indexOf;
    private final DistributionSummary batchSize;
    private final Timer duration;
    private final Map<Kind, Counter> requests = new ConcurrentHashMap<>();

    /// @param indexOf the index that a task fills
    RequestMeters(MeterRegistry registry, Function<String, String> indexOf) {
        this.registry = registry;
        this.indexOf = indexOf;
        this.batchSize =
                Histograms.ofRows(
                        registry, MetricNames.BATCH_SIZE, "Changes in a batch, folded ones too");
        this.duration =
                Histograms.ofRequests(
                        registry,
                        MetricNames.REQUEST_DURATION,
                        "From a request's begin to its answer");
    }

    @Override
    public void batchBegun(String task, Batch batch) {
        batchSize.record(batch.rows());
    }

    @Override
    public void requestDone(String task, Request request, int status, long takenNanos) {
        duration.record(takenNanos, TimeUnit.NANOSECONDS);
        requests.computeIfAbsent(new Kind(task, request.operation(), status), this::requests)
                .increment();
        boolean accepted = status >= 200 && status < 300;
        if (accepted && request.documents() > 0) {
            Counter.builder(MetricNames.DOCUMENTS)
                    .description("Documents and ids that the server has taken")
                    .tag(MetricNames.TASK, task)
                    .tag(MetricNames.OPERATION, request.operation().toString())
                    .register(registry)
                    .increment(request.documents());
        }
    }

    private Counter requests(Kind kind) {
        return Counter.builder(MetricNames.REQUESTS)
                .description("Requests to Meilisearch, by how they were answered")
                .tag(MetricNames.INDEX, indexOf.apply(kind.task()))
                .tag(MetricNames.OPERATION, kind.operation().toString())
                .tag(
                        MetricNames.STATUS,
                        kind.status() == 0 ? MetricNames.NO_ANSWER : String.valueOf(kind.status()))
                .register(registry);
    }
}
