package io.meilibridge.telemetry;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import java.time.Duration;
import java.util.List;

/// Tells several.
record CircuitListeners(List<CircuitListener> all) implements CircuitListener {

    @Override
    public void opened(PipelineException fault, Duration pause) {
        all.forEach(one -> one.opened(fault, pause));
    }

    @Override
    public void probing() {
        all.forEach(CircuitListener::probing);
    }

    @Override
    public void stillOpen(PipelineException cause, Duration pause) {
        all.forEach(one -> one.stillOpen(cause, pause));
    }

    @Override
    public void closed(Duration away) {
        all.forEach(one -> one.closed(away));
    }
}
