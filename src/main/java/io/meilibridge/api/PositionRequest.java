package io.meilibridge.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where a task is to go on.
@RegisterForReflection
@Schema(description = "Where a task is to go on.")
public record PositionRequest(
        @Schema(description = "The end LSN of a commit", examples = "16/B374D848")
                @Nullable String lsn,
        @Schema(description = "Of that commit; may be left out", examples = "731") long xid) {}
