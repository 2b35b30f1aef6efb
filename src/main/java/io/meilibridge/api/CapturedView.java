package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A change as the stream has it.
///
/// @param timestamp of its commit, by the server's clock
/// @param lsn the commit LSN
/// @param data the row after it; null for deletes and truncates. Columns that the stream left out
///   are absent.
/// @param old what the stream tells of the row before it; null when nothing
@RegisterForReflection
@Schema(description = "A change as the stream has it.")
public record CapturedView(
        @Nullable Instant timestamp,
        @Schema(examples = "0/16B3748") String lsn,
        long xid,
        @Schema(examples = "public.products") String table,
        @Schema(examples = "update") @JsonProperty("event_type") String eventType,
        @Schema(type = SchemaType.OBJECT, examples = "{\"id\": 1, \"name\": \"Desk\"}")
                @Nullable JsonNode data,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode old) {}
