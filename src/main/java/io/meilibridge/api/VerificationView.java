package io.meilibridge.api;

import io.meilibridge.snapshot.Comparison.Difference;
import io.meilibridge.task.Verification;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a comparison of index and table has found.
///
/// @param missing rows without their document
/// @param stale documents that are not what their row makes
/// @param extra documents that no row makes
/// @param unknown documents of which cannot be told whether the task made them; they count as none
///   of these
/// @param repaired documents that were made anew or deleted
/// @param samples the first that were found
@Schema(description = "What a comparison of index and table has found.")
public record VerificationView(
        long missing,
        long stale,
        long extra,
        long unknown,
        long repaired,
        List<SampleView> samples) {

    /// @param kind missing, stale or extra
    public record SampleView(
            @Schema(examples = "1") String id, @Schema(examples = "stale") String kind) {}

    static VerificationView of(Verification.Report report) {
        return new VerificationView(
                report.count(Difference.MISSING),
                report.count(Difference.STALE),
                report.count(Difference.EXTRA),
                report.unknown(),
                report.repaired(),
                report.samples().stream()
                        .map(sample ->
                                new SampleView(
                                        sample.id(),
                                        sample.difference().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }
}
