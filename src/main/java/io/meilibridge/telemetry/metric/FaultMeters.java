package io.meilibridge.telemetry.metric;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// Counts faults and tries by their codes. Thread-safe.
final class FaultMeters {

    private final MeterRegistry registry;

    FaultMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Has the series of faults there from the start, at zero: an alert on how much one has grown
    /// would not see the first of them else.
    void register() {
        for (ErrorCode code : ErrorCode.values()) {
            errors(code);
        }
        failedEvents(MetricNames.UNKNOWN_TABLE, MetricNames.DECODE_ERROR);
    }

    /// A fault stopped something or began to hold it up.
    void error(PipelineException fault) {
        errors(fault.code()).increment();
    }

    private Counter errors(ErrorCode code) {
        return Counter.builder(MetricNames.ERRORS)
                .description("Faults met, by error code")
                .tag(MetricNames.CODE, code.name())
                .register(registry);
    }

    /// Something is tried again because of the fault.
    void retry(PipelineException fault) {
        Counter.builder(MetricNames.RETRIES)
                .description("Tries repeated, by the fault that made them fail")
                .tag(MetricNames.REASON, reason(fault.code()))
                .register(registry)
                .increment();
    }

    /// A change that could not become a document, or that the server refused.
    void failedEvent(String table, String reason) {
        failedEvents(table, reason).increment();
    }

    private Counter failedEvents(String table, String reason) {
        return Counter.builder(MetricNames.EVENTS_FAILED)
                .description("Changes that failed; none is skipped")
                .tag(MetricNames.TABLE, table)
                .tag(MetricNames.REASON, reason)
                .register(registry);
    }

    static String reason(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
