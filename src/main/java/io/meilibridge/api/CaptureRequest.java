package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which changes are to be kept.
///
/// @param maxEvents the newest that are kept; null for `debug.cdc.event_buffer_size`
@RegisterForReflection
@Schema(description = "Which changes are to be kept for looking at.")
public record CaptureRequest(
        @Schema(description = "Whether any are kept", examples = "true") boolean enabled,
        @Schema(description = "Tables; left out, all", examples = "[\"public.products\"]")
                @Nullable List<@Nullable String> tables,
        @Schema(
                        description = "insert, update, delete, truncate; left out, all",
                        examples = "[\"insert\"]")
                @JsonProperty("event_types")
                @Nullable List<@Nullable String> eventTypes,
        @Schema(description = "The newest that are kept", examples = "1000")
                @JsonProperty("max_events")
                @Nullable Integer maxEvents) {}
