package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A checkpoint as a file has it. Only task and position count; the rest is what the export wrote.
@RegisterForReflection
@Schema(description = "A checkpoint; all but `task` and `lsn` may be left out.")
public record CheckpointEntry(
        @Schema(examples = "products") @Nullable String task,
        @Schema(examples = "16/B374D848") @Nullable String lsn,
        @Schema(examples = "731") long xid,
        @Schema(examples = "2026-11-28T12:00:00Z") @JsonProperty("commit_time")
                @Nullable String commitTime,
        @Schema(examples = "2026-11-28T12:00:01Z") @JsonProperty("updated_at")
                @Nullable String updatedAt,
        long events) {}
