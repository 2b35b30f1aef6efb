package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A fault that a task or source met.
///
/// @param since when it came; of a fault that lasts, when it began
public record ErrorView(
        @Schema(examples = "TASK_FAILED") String code,
        @Schema(examples = "A task of Meilisearch failed.") String message,
        @Schema(examples = "See GET /api/cdc/status.") String hint,
        Instant since) {

    static ErrorView of(PipelineException fault, Instant since) {
        String message = fault.getMessage();
        return new ErrorView(
                fault.code().name(), message == null ? "" : message, fault.hint(), since);
    }
}
