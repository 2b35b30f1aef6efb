package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.snapshot.FullSyncProgress;
import io.meilibridge.snapshot.FullSyncReaders;
import io.meilibridge.snapshot.RowsOfDocuments;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sees to the full syncs of one source on a thread of its own: has the next one read, stores how
/// far it is, says so every ten seconds, and ends it.
public final class FullSyncKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FullSyncKeeper.class.getName());

    private static final long TICK_MILLIS = 50;

    /// How often the store hears of progress, at most.
    private static final long NOTE_PAUSE_NANOS = 200_000_000;

    private static final long TELL_PAUSE_NANOS = 10_000_000_000L;

    private static final long PAUSE_AFTER_FAULT_MILLIS = 1000;

    private static final boolean NO_SWEEP = Failpoints.on("full-sync-without-sweep");

    private final FullSyncs syncs;
    private final PgConnections connections;
    private final IndexCare indexes;
    private final String source;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    // The keeper's own thread.
    private long notedNanos;
    private long notedChanges;

    /// @param store where it is kept which index is whose
    /// @param resyncsLost whether an index that is lost is filled again; else its task stops
    public FullSyncKeeper(
            String source,
            FullSyncs syncs,
            PgConnections connections,
            CheckpointStore store,
            boolean resyncsLost) {
        this.source = source;
        this.syncs = syncs;
        this.connections = connections;
        this.indexes = new IndexCare(syncs, store, resyncsLost);
    }

    public void start() {
        thread = Thread.ofPlatform().daemon().name("full-syncs-" + source).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                indexes.look();
                FullSyncJob job = syncs.next().orElse(null);
                if (job == null) {
                    Thread.sleep(TICK_MILLIS);
                } else {
                    work(job, syncs.taskOf(job));
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(FullSyncJob job, SyncTask task) throws InterruptedException {
        job.reading();
        try {
            LOG.log(
                    System.Logger.Level.INFO,
                    "full sync of table {0} for task ''{1}'' begins",
                    task.definition().table(),
                    task.id());
            if (until(job, task, () -> isIndexLookedAt(job, task))
                    && isShadowMade(job, task)
                    && isRead(job, task)
                    && isSwept(job, task)
                    && isSwapped(job, task)
                    && until(job, task, () -> isIndexRemembered(job, task))) {
                end(job, task);
            }
        } finally {
            job.waiting();
        }
        if (job.state() == FullSyncJob.State.CANCELED && job.sync().isSwap()) {
            giveUp(job, task);
        }
    }

    private boolean isShadowMade(FullSyncJob job, SyncTask task) throws InterruptedException {
        return !job.sync().isSwap()
                || until(job, task, () -> rebuild(job, task).isBegun(keyField(task)));
    }

    private String keyField(SyncTask task) {
        try (RowsOfDocuments rows = rowsOf(task)) {
            return rows.keyField();
        }
    }

    private boolean isSwapped(FullSyncJob job, SyncTask task) throws InterruptedException {
        if (!job.sync().isSwap()) {
            return true;
        }
        job.swapping();
        return until(job, task, () -> rebuild(job, task).isSwapped());
    }

    private boolean isIndexRemembered(FullSyncJob job, SyncTask task) throws InterruptedException {
        return indexes.isRemembered(task, job.sync().isSwap());
    }

    private Rebuild rebuild(FullSyncJob job, SyncTask task) {
        return new Rebuild(
                task, job.sync(), () -> syncs.noteProgress(job), () -> goesOn(job, task));
    }

    /// A canceled one: best done at once, else at the next start or the next full sync.
    private void giveUp(FullSyncJob job, SyncTask task) throws InterruptedException {
        try {
            new Rebuild(task, job.sync(), () -> true, () -> !closed).giveUp();
        } catch (PipelineException fault) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "index ''{0}'' is not deleted yet: {1}",
                    task.destination().shadowUid(),
                    fault.report());
        }
    }

    private boolean goesOn(FullSyncJob job, SyncTask task) {
        return !closed && job.isOpen() && task.takesChanges();
    }

    /// A part of the work that may fail and then be done again.
    private interface Step {

        /// @return whether it is done
        boolean run() throws InterruptedException;
    }

    /// @return false when the job does not go on
    private boolean until(FullSyncJob job, SyncTask task, Step step) throws InterruptedException {
        while (goesOn(job, task)) {
            try {
                if (!task.maySend()) {
                    Thread.sleep(TICK_MILLIS);
                } else if (step.run()) {
                    return true;
                }
            } catch (PipelineException fault) {
                failed(job, task, fault);
                Thread.sleep(PAUSE_AFTER_FAULT_MILLIS);
            }
        }
        return false;
    }

    /// Whether there are documents already decides whether some may have to go.
    private boolean isIndexLookedAt(FullSyncJob job, SyncTask task) {
        if (!job.sync().knowsOld()) {
            boolean isEmpty = task.destination().documents().page("id", 0, 1).total() == 0;
            job.sync().overOld(!isEmpty);
            syncs.noteProgress(job);
        }
        return true;
    }

    private boolean isRead(FullSyncJob job, SyncTask task) throws InterruptedException {
        notedChanges = job.sync().changes();
        long toldNanos = System.nanoTime();
        try (FullSyncReaders readers = readers(job, task)) {
            readers.start();
            while (goesOn(job, task) && !job.sync().isComplete()) {
                Thread.sleep(TICK_MILLIS);
                indexes.look();
                note(job);
                if (System.nanoTime() - toldNanos > TELL_PAUSE_NANOS) {
                    toldNanos = System.nanoTime();
                    tell(job);
                }
            }
        }
        return goesOn(job, task);
    }

    /// Rows that vanished while nobody looked: only a table that was read without a condition tells
    /// which documents are of none.
    private boolean isSwept(FullSyncJob job, SyncTask task) throws InterruptedException {
        if (NO_SWEEP || !job.sync().isOverOld() || job.order().where() != null) {
            return true;
        }
        job.removing();
        return until(job, task, () -> sweep(job, task));
    }

    private boolean sweep(FullSyncJob job, SyncTask task) throws InterruptedException {
        try (RowsOfDocuments rows = rowsOf(task)) {
            Sweep sweep =
                    new Sweep(
                            task.destination().documents(),
                            rows,
                            syncs.rows()::beside,
                            () -> goesOn(job, task));
            boolean swept = sweep.run();
            if (swept) {
                tellOf(rows, task);
            }
            return swept;
        }
    }

    private RowsOfDocuments rowsOf(SyncTask task) {
        return new RowsOfDocuments(
                task.id(),
                syncs.rows().readingOf(task, connections),
                task.newSteps(),
                syncs.rows().queue());
    }

    private static void tellOf(RowsOfDocuments rows, SyncTask task) {
        if (rows.settled() > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "full sync of task ''{0}'' deleted {1} documents of rows that are gone",
                    task.id(),
                    Long.toString(rows.settled()));
        }
        if (rows.unknown() > 0 && task.definition().idPrefix().isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "index ''{0}'' holds {1} documents of which their ids do not tell whether table"
                            + " {2} has them; they stay",
                    task.definition().index(),
                    Long.toString(rows.unknown()),
                    task.definition().table());
        }
    }

    private FullSyncReaders readers(FullSyncJob job, SyncTask task) {
        return new FullSyncReaders(
                job.sync(),
                syncs.rows().readingOf(task, connections),
                syncs.rows().queue(),
                syncs.rows()::beside,
                fault -> failed(job, task, fault));
    }

    private static void failed(FullSyncJob job, SyncTask task, PipelineException fault) {
        job.failed(fault);
        if (fault.remedy() == Remedy.RETRY) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "full sync of task ''{0}'' is held up and tries again: {1}",
                    task.id(),
                    fault.report());
        } else {
            task.stop(fault);
        }
    }

    private void note(FullSyncJob job) {
        long changes = job.sync().changes();
        if (changes == notedChanges || System.nanoTime() - notedNanos < NOTE_PAUSE_NANOS) {
            return;
        }
        notedNanos = System.nanoTime();
        if (syncs.noteProgress(job)) {
            notedChanges = changes;
        }
    }

    /// All is settled.
    private void end(FullSyncJob job, SyncTask task) {
        if (!syncs.complete(job)) {
            return;
        }
        FullSyncProgress progress = job.progress();
        LOG.log(
                System.Logger.Level.INFO,
                "full sync of task ''{0}'' is done: {1} rows, {2} rows/s",
                task.id(),
                Long.toString(progress.rowsDone()),
                Long.toString(Math.round(job.rowsPerSecond())));
    }

    private static void tell(FullSyncJob job) {
        FullSyncProgress progress = job.progress();
        LOG.log(
                System.Logger.Level.INFO,
                "full sync of task ''{0}'': {1} of about {2} rows, {3} %, {4} rows/s",
                job.task(),
                Long.toString(progress.rowsDone()),
                progress.rowsEstimated() < 0 ? "?" : Long.toString(progress.rowsEstimated()),
                String.format(Locale.ROOT, "%.1f", progress.part() * 100),
                Long.toString(Math.round(job.rowsPerSecond())));
    }

    /// What is not done goes on at the next start.
    @Override
    public void close() {
        closed = true;
        Thread started = thread;
        if (started == null) {
            return;
        }
        started.interrupt();
        try {
            started.join(1000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
