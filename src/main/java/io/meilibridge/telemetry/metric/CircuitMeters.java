package io.meilibridge.telemetry.metric;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.meilisearch.CircuitListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/// Shows how the circuit is: 0 closed, 1 half open, 2 open.
final class CircuitMeters implements CircuitListener {

    private final FaultMeters faults;
    private volatile Circuit.State state = Circuit.State.CLOSED;

    CircuitMeters(MeterRegistry registry, FaultMeters faults) {
        this.faults = faults;
        Gauge.builder(MetricNames.CIRCUIT_STATE, this, CircuitMeters::value)
                .description("Whether requests are sent: 0 closed, 1 half open, 2 open (they wait)")
                .tag(MetricNames.NAME, Circuit.NAME)
                .register(registry);
    }

    private double value() {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    @Override
    public void opened(PipelineException fault, Duration pause) {
        state = Circuit.State.OPEN;
        faults.error(fault);
    }

    @Override
    public void probing() {
        state = Circuit.State.HALF_OPEN;
    }

    @Override
    public void stillOpen(PipelineException cause, Duration pause) {
        state = Circuit.State.OPEN;
    }

    @Override
    public void closed(Duration away) {
        state = Circuit.State.CLOSED;
    }
}
