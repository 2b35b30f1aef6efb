package io.meilibridge.telemetry.metric;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The buckets that the histograms have: few, and where the questions are.
final class Histograms {

    private static final Duration[] CHUNKS =
            millis(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 500);
    private static final Duration[] REQUESTS =
            millis(1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 30_000);
    private static final Duration[] FRESHNESS =
            millis(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
                    300_000, 900_000, 3_600_000);
    private static final double[] ROWS = {
        1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000
    };

    private Histograms() {}

    private static Duration[] millis(double... bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofNanos(Math.round(bounds[i] * 1e6));
        }
        return durations;
    }

    /// For the work on one chunk of a stream.
    static Timer ofChunks(MeterRegistry registry, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(CHUNKS)
                .register(registry);
    }

    static Timer ofRequests(MeterRegistry registry, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(REQUESTS)
                .register(registry);
    }

    static Timer ofServerTasks(
            MeterRegistry registry, String name, String description, String index) {
        return Timer.builder(name)
                .description(description)
                .tag(MetricNames.INDEX, index)
                .serviceLevelObjectives(REQUESTS)
                .register(registry);
    }

    static Timer ofFreshness(MeterRegistry registry, String name, String description, String task) {
        return Timer.builder(name)
                .description(description)
                .tag(MetricNames.TASK, task)
                .serviceLevelObjectives(FRESHNESS)
                .register(registry);
    }

    static DistributionSummary ofRows(MeterRegistry registry, String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(ROWS)
                .register(registry);
    }
}
