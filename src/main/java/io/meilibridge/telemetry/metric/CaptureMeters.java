package io.meilibridge.telemetry.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/// What nobody saw of the changes that somebody wanted to see.
public final class CaptureMeters {

    private CaptureMeters() {}

    /// @param dropped since the start
    public static void register(MeterRegistry registry, LongSupplier dropped) {
        FunctionCounter.builder(MetricNames.CAPTURE_DROPPED, dropped, LongSupplier::getAsLong)
                .description("Captured changes that gave way to newer ones")
                .register(registry);
    }
}
