package io.meilibridge.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Whose rows are to be read again.
@RegisterForReflection
@Schema(description = "Whose rows are to be read again.")
public record ResyncRowsRequest(
        @Schema(description = "Ids of documents", examples = "[\"1\", \"2\"]")
                @Nullable List<String> ids) {}
