package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A made-up change.
@RegisterForReflection
@Schema(description = "A made-up change.")
public record TestEventRequest(
        @Schema(examples = "public.products") @Nullable String table,
        @Schema(description = "insert, update or delete", examples = "insert")
                @JsonProperty("event_type")
                @Nullable String eventType,
        @Schema(
                        type = SchemaType.OBJECT,
                        description = "Columns; those that are left out are NULL",
                        examples = "{\"id\": 1, \"name\": \"Desk\"}")
                @Nullable JsonNode data) {}
