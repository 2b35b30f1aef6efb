package io.meilibridge.api;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.SlotState;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.StatusBoard;
import io.meilibridge.telemetry.status.TaskTally;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts together what is known of a source.
@ApplicationScoped
class Diagnosing {

    private final StatusBoard board;
    private final Views views;

    @Inject
    Diagnosing(StatusBoard board, Views views) {
        this.board = board;
        this.views = views;
    }

    /// @param all null where only this one is asked for
    DiagnosticsView of(SourceRun source, @Nullable List<DiagnosticsView> all) {
        String name = source.plan().name();
        SourceView view = views.of(source);
        Optional<SlotReading> reading = board.reading(name);
        boolean isConnected = board.activity().connectedSince(name).isPresent();
        return new DiagnosticsView(
                name,
                view.status(),
                reading.map(SlotReading::walEnd).map(Lsn::toString).orElse(null),
                view.confirmedFlushLsn(),
                view.lagBytes(),
                view.lagSeconds(),
                tallies(source).stream().mapToDouble(TaskTally::perSecond).sum(),
                tallies(source).stream()
                        .map(TaskTally::lastSettled)
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo)
                        .orElse(null),
                board.activity().connectedSince(name).orElse(null),
                reading.flatMap(SlotReading::slot)
                        .map(slot -> slot(slot, isConnected))
                        .orElse(null),
                tables(source),
                all);
    }

    private List<TaskTally> tallies(SourceRun source) {
        return source.tasks().stream().map(SyncTask::id).map(id -> board.tallies().of(id)).toList();
    }

    /// @param isConnected whether we read it just now, which the last look may not have seen yet
    private static DiagnosticsView.Slot slot(SlotState slot, boolean isConnected) {
        return new DiagnosticsView.Slot(
                isConnected || slot.isActive(),
                slot.walStatus(),
                slot.safeWalBytes().isPresent() ? slot.safeWalBytes().getAsLong() : null,
                slot.restart().isValid() ? slot.restart().toString() : null);
    }

    /// Of a table with several tasks, what the one that has most of it has.
    private Map<String, DiagnosticsView.Changes> tables(SourceRun source) {
        Map<String, DiagnosticsView.Changes> tables = new TreeMap<>();
        for (SyncTask task : source.tasks()) {
            TaskTally tally = board.tallies().of(task.id());
            merge(tables, task.definition().table(), tally);
            tally.tables().forEach(table -> merge(tables, table, tally));
        }
        return tables;
    }

    private static void merge(
            Map<String, DiagnosticsView.Changes> tables, TableName table, TaskTally tally) {
        DiagnosticsView.Changes changes =
                new DiagnosticsView.Changes(
                        tally.settled(table, Operation.INSERT),
                        tally.settled(table, Operation.UPDATE),
                        tally.settled(table, Operation.DELETE),
                        tally.settled(table, Operation.TRUNCATE));
        tables.merge(
                table.toString(),
                changes,
                (one, other) ->
                        new DiagnosticsView.Changes(
                                Math.max(one.inserts(), other.inserts()),
                                Math.max(one.updates(), other.updates()),
                                Math.max(one.deletes(), other.deletes()),
                                Math.max(one.truncates(), other.truncates())));
    }
}
