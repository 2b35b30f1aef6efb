package io.meilibridge.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Whose slot is to be made anew.
///
/// @param confirm whether a slot is to be dropped that could still be read
@RegisterForReflection
@Schema(description = "Whose slot is to be made anew.")
public record RebuildRequest(
        @Schema(
                        description = "The name of the source; may be left out with one alone",
                        examples = "default")
                @Nullable String source,
        @Schema(
                        description = "Drop the slot even though it could still be read",
                        examples = "false")
                boolean confirm) {}
