package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How a table is to be read, where not as its task is configured. Every part may be left out.
@RegisterForReflection
@Schema(description = "Deviations from the task's `full_sync`, for this once.")
public record FullSyncRequest(
        @Schema(
                        description = "Into the searched index, or into one that takes its place",
                        enumeration = {"in_place", "swap"},
                        examples = "swap")
                @Nullable String mode,
        @Schema(description = "SQL condition of the rows to read", examples = "price > 0")
                @Nullable String where,
        @Schema(description = "Least rows of a chunk", examples = "1000") @JsonProperty("page_size")
                @Nullable Integer pageSize,
        @Schema(description = "Chunks read at once", examples = "1")
                @Nullable Integer parallelism) {}
