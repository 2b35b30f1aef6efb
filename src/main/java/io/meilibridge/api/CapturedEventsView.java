package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Changes that were kept.
///
/// @param events the oldest first
/// @param totalCaptured since the capture was set, those included that gave way to newer ones
public record CapturedEventsView(
        @Schema(implementation = CapturedView.class) List<Object> events,
        @JsonProperty("total_captured") long totalCaptured) {}
