package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import java.time.Instant;

/// A fault that a task or source met.
///
/// @param since when it came; of a fault that lasts, when it began
public record ErrorView(String code, String message, String hint, Instant since) {

    static ErrorView of(PipelineException fault, Instant since) {
        String message = fault.getMessage();
        return new ErrorView(
                fault.code().name(), message == null ? "" : message, fault.hint(), since);
    }
}
