package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meilibridge.checkpoint.Checkpoint;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How far a task is settled.
///
/// @param lsn the end LSN of a commit: all of the task before it is settled
/// @param xid of the last transaction before it; 0 when not known
/// @param events changes settled so far, over restarts
public record CheckpointView(
        @Schema(examples = "products") String task,
        @Schema(examples = "16/B374D848") String lsn,
        long xid,
        @JsonProperty("commit_time") @Nullable Instant commitTime,
        @JsonProperty("updated_at") Instant updatedAt,
        long events) {

    static CheckpointView of(Checkpoint checkpoint) {
        return new CheckpointView(
                checkpoint.task(),
                checkpoint.lsn().toString(),
                Integer.toUnsignedLong(checkpoint.xid()),
                checkpoint.commitTime(),
                checkpoint.updatedAt(),
                checkpoint.events());
    }
}
