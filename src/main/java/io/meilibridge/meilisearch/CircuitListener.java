package io.meilibridge.meilisearch;

import io.meilibridge.fault.PipelineException;
import java.time.Duration;

/// Hears how the circuit changes, from the thread that caused it, which it must not hold up.
public interface CircuitListener {

    /// Nothing is sent for that long, for the reason in the fault.
    void opened(PipelineException fault, Duration pause);

    /// A request finds out whether the server is back.
    void probing();

    /// It is not, so nothing is sent for that long.
    void stillOpen(PipelineException cause, Duration pause);

    /// It is, that long after the circuit had opened.
    void closed(Duration away);
}
