package io.meilibridge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A source as it runs.
///
/// @param since when it came into its status
/// @param publication several with commas between
/// @param tables those of its sync tasks
/// @param lagBytes from the confirmed flush LSN to the end of the server's WAL; null while unknown
/// @param lagSeconds age of the oldest change that is not yet settled
/// @param restartLsn where the WAL begins that the slot keeps; null while unknown
/// @param error why it has no stream; null when it has one
@Schema(description = "A database with the slot that is read from it.")
public record SourceView(
        @Schema(examples = "default") String name,
        @Schema(
                        description = "What the source does",
                        enumeration = {
                            "connecting",
                            "streaming",
                            "backpressured",
                            "paused",
                            "retrying",
                            "standing_by",
                            "stopped",
                            "closed"
                        })
                String status,
        Instant since,
        @Schema(examples = "meilibridge_slot") String slot,
        @Schema(examples = "meilibridge_pub") String publication,
        @Schema(examples = "[\"public.products\"]") List<String> tables,
        @JsonProperty("lag_bytes") @Nullable Long lagBytes,
        @JsonProperty("lag_seconds") @Nullable Double lagSeconds,
        @Schema(examples = "16/B374D848") @JsonProperty("confirmed_flush_lsn")
                @Nullable String confirmedFlushLsn,
        @Schema(examples = "16/B3748000") @JsonProperty("restart_lsn") @Nullable String restartLsn,
        @Nullable ErrorView error) {}
