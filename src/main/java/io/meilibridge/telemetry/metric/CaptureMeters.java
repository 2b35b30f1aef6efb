package io.meilibridge.telemetry.metric;

import io.meilibridge.telemetry.capture.EventCapture;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/// What nobody saw of the changes that somebody wanted to see.
public final class CaptureMeters {

    private CaptureMeters() {}

    /// @param capture kept by its owner: the registry holds it weakly
    public static void register(MeterRegistry registry, EventCapture capture) {
        FunctionCounter.builder(MetricNames.CAPTURE_DROPPED, capture, EventCapture::dropped)
                .description("Captured changes that gave way to newer ones")
                .register(registry);
    }
}
