package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How a source is.
///
/// @param currentLsn where the server's WAL ends; null until it was looked at
/// @param eventsPerSecond changes settled, over the last ten seconds
/// @param lastEventTime when a change was settled last
/// @param sources all of them, where there are several and none is named
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DiagnosticsView(
        @Schema(examples = "default") String source,
        @Schema(examples = "streaming") String status,
        @Schema(examples = "16/B374D848") @JsonProperty("current_lsn") @Nullable String currentLsn,
        @Schema(examples = "16/B374D848") @JsonProperty("confirmed_flush_lsn")
                @Nullable String confirmedFlushLsn,
        @JsonProperty("lag_bytes") @Nullable Long lagBytes,
        @JsonProperty("lag_seconds") @Nullable Double lagSeconds,
        @JsonProperty("events_per_second") double eventsPerSecond,
        @JsonProperty("last_event_time") @Nullable Instant lastEventTime,
        @JsonProperty("connected_since") @Nullable Instant connectedSince,
        @Nullable Slot slot,
        Map<String, Changes> tables,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<DiagnosticsView> sources) {

    /// The slot as the last look at the server showed it.
    public record Slot(
            boolean active,
            @Schema(examples = "reserved") @JsonProperty("wal_status") String walStatus,
            @JsonProperty("safe_wal_size") @Nullable Long safeWalSize,
            @Schema(examples = "16/B3748000") @JsonProperty("restart_lsn")
                    @Nullable String restartLsn) {}

    /// Settled changes of a table since the start.
    public record Changes(long inserts, long updates, long deletes, long truncates) {}
}
