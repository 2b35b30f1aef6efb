package io.meilibridge.task;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.snapshot.Beside;
import io.meilibridge.snapshot.RowsOfDocuments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Reads single rows of a task again, in order with the stream, and makes their documents what the
/// rows are: an id without a row is deleted. Or takes a person's word for what rows are. May be
/// used by any thread but the source's reader.
public final class RowResync {

    private static final int IDS_AT_ONCE = 500;

    private final FullSyncs syncs;
    private final PgConnections connections;

    public RowResync(FullSyncs syncs, PgConnections connections) {
        this.syncs = syncs;
        this.connections = connections;
    }

    /// What became of it.
    ///
    /// @param settled documents that were made anew or deleted
    /// @param unknown ids that no row of the task can have
    public record Resynced(long settled, long unknown) {}

    /// Returns when all of it is indexed.
    ///
    /// @param ids of documents
    /// @throws io.meilibridge.fault.PipelineException when the table cannot be read, or it takes
    ///   longer than that
    public Resynced run(SyncTask task, List<String> ids, Duration limit)
            throws InterruptedException {
        BooleanSupplier goOn = until(task, limit);
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(ids));
        try (RowsOfDocuments rows = rowsOf(task)) {
            for (int i = 0; i < distinct.size(); i += IDS_AT_ONCE) {
                List<String> some = distinct.subList(i, Math.min(i + IDS_AT_ONCE, distinct.size()));
                repeat(beside -> rows.renew(beside, some, goOn), task, limit, goOn);
            }
            return new Resynced(rows.settled(), rows.unknown());
        }
    }

    /// Has changes done that nobody has made, in order with the stream. Returns when all of it is
    /// indexed.
    ///
    /// @param changes of single rows
    /// @throws io.meilibridge.fault.PipelineException when it takes longer than that
    public void deliver(SyncTask task, List<ChangeEvent> changes, Duration limit)
            throws InterruptedException {
        BooleanSupplier goOn = until(task, limit);
        try (RowsOfDocuments rows = rowsOf(task)) {
            repeat(beside -> rows.deliver(beside, changes, goOn), task, limit, goOn);
        }
    }

    private static BooleanSupplier until(SyncTask task, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return () -> task.takesChanges() && System.nanoTime() - end < 0;
    }

    private RowsOfDocuments rowsOf(SyncTask task) {
        return new RowsOfDocuments(
                task.id(),
                syncs.rows().readingOf(task, connections),
                task.newSteps(),
                syncs.rows().queue());
    }

    /// What is tried until it is done.
    private interface Trial {
        boolean isDone(Beside beside) throws InterruptedException;
    }

    private void repeat(Trial trial, SyncTask task, Duration limit, BooleanSupplier goOn)
            throws InterruptedException {
        while (true) {
            Beside beside = syncs.rows().beside();
            if (beside == null) {
                Thread.sleep(50);
            } else if (trial.isDone(beside)) {
                return;
            }
            if (!goOn.getAsBoolean()) {
                throw late(task, limit);
            }
        }
    }

    private static SourceException late(SyncTask task, Duration limit) {
        return new SourceException(
                ErrorCode.SOURCE_UNREACHABLE,
                "Rows of task '%s' were not indexed again within %d s: the task is %s."
                        .formatted(task.id(), limit.toSeconds(), task.state().word()),
                "Some of them may come all the same. See GET /api/sync-tasks/"
                        + task.id()
                        + " for what holds it up, then ask again.");
    }
}
