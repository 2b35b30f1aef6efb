package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a reload found.
///
/// @param changed keys that are in effect now
/// @param rebuilt whether the pipeline was built again for them
/// @param needsRestart keys that differ from what runs and take effect at the next start
/// @param warnings about the configuration
public record ReloadView(
        @Schema(examples = "[\"api.auth\"]") List<String> changed,
        boolean rebuilt,
        @Schema(examples = "[\"api.port\"]") @JsonProperty("needs_restart")
                List<String> needsRestart,
        List<String> warnings) {}
