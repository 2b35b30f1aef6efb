package io.meilibridge.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How what runs differs from what is configured.
///
/// @param differences by task; empty when the configuration alone counts
@Schema(description = "How what runs differs from what is configured.")
public record ConfigView(List<Difference> differences) {

    /// @param keys that differ, where the task is changed
    @Schema(name = "ConfigDifference", description = "A task that was defined at run time.")
    public record Difference(
            @Schema(examples = "products") String task,
            @Schema(
                            description = "What was done to it",
                            enumeration = {"added", "changed", "removed"})
                    String kind,
            @Schema(examples = "[\"filter\"]") List<String> keys) {}
}
