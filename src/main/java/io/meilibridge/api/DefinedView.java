package io.meilibridge.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A sync task that was defined, and what follows.
///
/// @param task null where the task is not enabled
/// @param changed keys that differ from before; empty for a new task
/// @param resync whether the table is read as a whole now
/// @param hint what is left to be done; empty for nothing
@Schema(description = "A sync task that was defined at run time, and what follows.")
public record DefinedView(
        @Nullable TaskView task,
        @Schema(examples = "[\"filter\"]") List<String> changed,
        @Schema(
                        description =
                                "Whether the table is read as a whole now, so that every document"
                                        + " is as the definition says")
                boolean resync,
        @Schema(
                        examples =
                                "Index 'products' keeps its documents: delete it once nobody searches it.")
                String hint) {}
