package io.meilibridge.meilisearch;

import io.meilibridge.fault.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A circuit that remembers what it told.
public final class TestCircuit implements CircuitListener {

    final List<String> told = new ArrayList<>();

    /// One that lets every request pass.
    public static Circuit never() {
        return new Circuit(
                new Circuit.Limits(false, 1, 1, 1, Duration.ofSeconds(1)),
                new TestCircuit(),
                System::nanoTime);
    }

    @Override
    public void opened(PipelineException fault, Duration pause) {
        told.add(String.format(Locale.ROOT, "open %.1f", pause.toMillis() / 1000.0));
    }

    @Override
    public void probing() {
        told.add("probe");
    }

    @Override
    public void stillOpen(PipelineException cause, Duration pause) {
        told.add(String.format(Locale.ROOT, "still %.1f", pause.toMillis() / 1000.0));
    }

    @Override
    public void closed(Duration away) {
        told.add(String.format(Locale.ROOT, "closed %.1f", away.toMillis() / 1000.0));
    }
}
