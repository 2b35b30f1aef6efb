package io.meilibridge.task;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.snapshot.Comparison;
import io.meilibridge.snapshot.Comparison.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Compares a task's index with its table, and may mend what differs. May be used by any thread but
/// the source's reader.
public final class Verification {

    private static final int SAMPLES_MAX = 20;
    private static final Duration SETTLING_LIMIT = Duration.ofSeconds(60);

    private final SourceRun source;
    private final SyncTask task;

    public Verification(SourceRun source, SyncTask task) {
        this.source = source;
        this.task = task;
    }

    /// A document that differs.
    public record Sample(String id, Difference difference) {}

    /// What was found.
    ///
    /// @param counts of all differences, mended or not
    /// @param unknown documents of which cannot be told whether the task made them
    /// @param repaired documents that were made anew or deleted
    /// @param samples the first that were found
    public record Report(
            Map<Difference, Long> counts, long unknown, long repaired, List<Sample> samples) {

        public Report {
            counts = Map.copyOf(counts);
            samples = List.copyOf(samples);
        }

        public long count(Difference difference) {
            return counts.getOrDefault(difference, 0L);
        }
    }

    /// @param repair whether what differs is to be read again
    /// @throws io.meilibridge.fault.PipelineException when it cannot be done
    public Report run(boolean repair) throws InterruptedException {
        Map<Difference, Long> counts = new EnumMap<>(Difference.class);
        List<Sample> samples = new ArrayList<>();
        long[] repaired = {0};
        FullSyncs syncs = source.fullSyncs();
        try (Comparison comparison =
                new Comparison(
                        syncs.rows().readingOf(task, source.plan().connections()),
                        task.newSteps(),
                        task.destination().documents(),
                        syncs.rows()::beside,
                        this::awaitSettled)) {
            comparison.run(differences -> {
                differences.forEach((id, difference) -> {
                    counts.merge(difference, 1L, Long::sum);
                    if (samples.size() < SAMPLES_MAX) {
                        samples.add(new Sample(id, difference));
                    }
                });
                if (repair) {
                    repaired[0] += repaired(List.copyOf(differences.keySet()));
                }
            });
            return new Report(counts, comparison.unknown(), repaired[0], samples);
        }
    }

    private long repaired(List<String> ids) throws InterruptedException {
        return new RowResync(source.fullSyncs(), source.plan().connections())
                .run(task, ids, SETTLING_LIMIT)
                .settled();
    }

    private void awaitSettled(Lsn position) throws InterruptedException {
        if (!source.awaitSettled(task, position, SETTLING_LIMIT)) {
            throw new SourceException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "Cannot compare: task '%s' was not settled up to %s within %d s."
                            .formatted(task.id(), position, SETTLING_LIMIT.toSeconds()),
                    "See GET /api/sync-tasks/" + task.id() + " for what holds it up.");
        }
    }
}
