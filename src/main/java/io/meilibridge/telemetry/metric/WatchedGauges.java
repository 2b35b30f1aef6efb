package io.meilibridge.telemetry.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The gauges that look at the pipeline of the moment: another one has others. Thread-safe.
final class WatchedGauges {

    private final MeterRegistry registry;

    // Guarded by this.
    private final List<Meter> registered = new ArrayList<>();

    WatchedGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void add(String name, String description, Tags tags, Supplier<Number> value) {
        registered.add(
                Gauge.builder(name, value).description(description).tags(tags).register(registry));
    }

    synchronized void remove() {
        registered.forEach(registry::remove);
        registered.clear();
    }
}
