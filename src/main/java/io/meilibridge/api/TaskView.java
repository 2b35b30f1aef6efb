package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A sync task as it runs.
///
/// @param since when it came into its state
/// @param lagBytes WAL between what the task has settled and what its source has read; null before
///   its source's first stream
/// @param lagSeconds age of the oldest change that is not yet settled
/// @param lastError also when it has passed since; null when there was none
@Schema(description = "A sync task: the rows of a table on their way into an index.")
public record TaskView(
        @Schema(examples = "products") String id,
        @Schema(examples = "default") String source,
        @Schema(examples = "public.products") String table,
        @Schema(examples = "products") String index,
        @Schema(examples = "sync-task") String route,
        @Schema(
                        description = "Whether it was defined at run time",
                        enumeration = {"configured", "changed", "added"})
                String definition,
        @Schema(
                        description = "What the task does",
                        enumeration = {
                            "starting",
                            "snapshotting",
                            "streaming",
                            "backpressured",
                            "retrying",
                            "paused",
                            "stopped"
                        })
                String state,
        Instant since,
        CountsView counts,
        @JsonProperty("lag_bytes") @Nullable Long lagBytes,
        @JsonProperty("lag_seconds") @Nullable Double lagSeconds,
        @JsonProperty("last_error") @Nullable ErrorView lastError,
        @Nullable CheckpointView checkpoint) {}
