package io.meilibridge.telemetry.status;

import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.event.Lsn;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How far a source has come, of one moment.
///
/// @param streamEnd the end of what was read
/// @param settled up to where all is settled, whether or not it is confirmed yet
/// @param confirmed what was confirmed to the slot
/// @param storing whether the last save of the checkpoints worked
/// @param oldestCommit when the oldest change in flight was committed, by the server's clock
record Progress(
        Lsn streamEnd,
        Lsn settled,
        Lsn confirmed,
        boolean storing,
        Optional<Instant> oldestCommit) {

    /// Empty before the first stream was opened.
    static Optional<Progress> of(SourceRun source) {
        OpenedStream opened = source.opened();
        if (opened == null) {
            return Optional.empty();
        }
        List<String> tasks = source.tasks().stream().map(SyncTask::id).toList();
        return Optional.of(of(opened.ledger(), opened.keeper(), tasks));
    }

    static Progress of(DeliveryLedger ledger, CheckpointKeeper keeper, Collection<String> tasks) {
        return new Progress(
                ledger.streamEnd(),
                ledger.confirmable(),
                keeper.confirmed(),
                keeper.fault().isEmpty(),
                tasks.stream()
                        .map(ledger::oldestCommit)
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()));
    }
}
