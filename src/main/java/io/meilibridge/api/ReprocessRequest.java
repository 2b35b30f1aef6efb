package io.meilibridge.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which dead letters of a task are to be tried again.
@RegisterForReflection
@Schema(description = "Which dead letters are to be tried again; all without a body.")
public record ReprocessRequest(
        @Schema(description = "At most so many, the newest first", examples = "100")
                @Nullable Integer limit,
        @Schema(
                        description = "Only those of this code, or with this in their reason",
                        examples = "DOCUMENT_REFUSED")
                @Nullable String error) {}
