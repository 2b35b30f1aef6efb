package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.snapshot.FullSyncProgress;
import io.meilibridge.snapshot.FullSyncReaders;
import io.meilibridge.snapshot.TableReading;
import java.util.Locale;

/// Sees to the full syncs of one source on a thread of its own: has the next one read, stores how
/// far it is, says so every ten seconds, and ends it.
public final class FullSyncKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FullSyncKeeper.class.getName());

    private static final long TICK_MILLIS = 50;

    /// How often the store hears of progress, at most.
    private static final long NOTE_PAUSE_NANOS = 200_000_000;

    private static final long TELL_PAUSE_NANOS = 10_000_000_000L;

    private final FullSyncs syncs;
    private final PgConnections connections;
    private final String source;
    private volatile boolean closed;
    private volatile Thread thread = Thread.currentThread();

    // The keeper's own thread.
    private long notedNanos;
    private long notedChanges;

    public FullSyncKeeper(String source, FullSyncs syncs, PgConnections connections) {
        this.source = source;
        this.syncs = syncs;
        this.connections = connections;
    }

    public void start() {
        thread = Thread.ofPlatform().daemon().name("full-syncs-" + source).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
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
        LOG.log(
                System.Logger.Level.INFO,
                "full sync of table {0} for task ''{1}'' begins",
                task.definition().table(),
                task.id());
        notedChanges = job.sync().changes();
        long toldNanos = System.nanoTime();
        try (FullSyncReaders readers = readers(job, task)) {
            readers.start();
            while (!closed && job.isOpen() && task.isSending()) {
                Thread.sleep(TICK_MILLIS);
                if (job.sync().isComplete()) {
                    end(job, task);
                } else {
                    note(job);
                }
                if (job.isOpen() && System.nanoTime() - toldNanos > TELL_PAUSE_NANOS) {
                    toldNanos = System.nanoTime();
                    tell(job);
                }
            }
        } finally {
            job.waiting();
        }
    }

    private FullSyncReaders readers(FullSyncJob job, SyncTask task) {
        return new FullSyncReaders(
                job.sync(),
                new TableReading(
                        connections,
                        task.definition().table(),
                        syncs.publishedOf(task.id()),
                        task.windows()),
                syncs.queue(),
                syncs::beside,
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

    /// The last row is settled.
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
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
