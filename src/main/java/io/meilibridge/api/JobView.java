package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSyncProgress;
import io.meilibridge.task.FullSyncJob;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A full sync as it goes.
///
/// @param rows whose documents are indexed, by earlier processes too
/// @param rowsEstimated of the table, by its statistics; null when they have nothing
/// @param rowsPerSecond read by this process
/// @param chunk how many of the table's chunks are done
/// @param chunks that the table is read in; 0 before it was looked at
/// @param progress part of the table that is done, 0 to 1
/// @param error what last went wrong and is tried again; null when nothing did
@Schema(description = "A full sync: a table read as a whole into its index.")
public record JobView(
        @Schema(examples = "1") String id,
        @Schema(examples = "products") String task,
        @Schema(
                        description = "Why the table is read",
                        enumeration = {
                            "first_start",
                            "each_start",
                            "ordered",
                            "changed",
                            "index_lost"
                        })
                String reason,
        @Schema(
                        description = "What it does",
                        enumeration = {
                            "waiting",
                            "reading",
                            "removing",
                            "swapping",
                            "done",
                            "canceled"
                        })
                String state,
        long rows,
        @JsonProperty("rows_estimated") @Nullable Long rowsEstimated,
        @JsonProperty("rows_per_second") double rowsPerSecond,
        long chunk,
        long chunks,
        double progress,
        @JsonProperty("ordered_at") Instant orderedAt,
        @JsonProperty("began_at") @Nullable Instant beganAt,
        @JsonProperty("ended_at") @Nullable Instant endedAt,
        @Schema(examples = "SOURCE_UNREACHABLE: The connection failed.") @Nullable String error) {

    static JobView of(FullSyncJob job) {
        FullSyncProgress progress = job.progress();
        PipelineException fault = job.lastFault();
        return new JobView(
                job.id(),
                job.task(),
                job.order().reason().name().toLowerCase(Locale.ROOT),
                job.state().word(),
                progress.rowsDone(),
                progress.rowsEstimated() < 0 ? null : progress.rowsEstimated(),
                Math.round(job.rowsPerSecond()),
                progress.chunksDone(),
                progress.chunks(),
                progress.part(),
                job.order().ordered(),
                job.began(),
                job.ended(),
                fault == null ? null : fault.report());
    }
}
