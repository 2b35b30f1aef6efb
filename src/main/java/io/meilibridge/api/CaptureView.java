package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meilibridge.event.Operation;
import io.meilibridge.telemetry.capture.EventCapture;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Which changes are kept.
///
/// @param tables empty for all
/// @param eventTypes empty for all
public record CaptureView(
        boolean enabled,
        @Schema(examples = "[\"public.products\"]") List<String> tables,
        @Schema(examples = "[\"update\"]") @JsonProperty("event_types") List<String> eventTypes,
        @JsonProperty("max_events") int maxEvents) {

    static CaptureView of(EventCapture.Setting setting) {
        return new CaptureView(
                setting.enabled(),
                setting.wanted().tables().stream().map(Object::toString).sorted().toList(),
                setting.wanted().operations().stream().map(Operation::label).sorted().toList(),
                setting.eventsMax());
    }
}
