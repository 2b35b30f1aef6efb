package io.meilibridge.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Relation;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import io.meilibridge.snapshot.FullSync;
import io.meilibridge.snapshot.FullSyncNote;
import io.meilibridge.snapshot.FullSyncOrder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The full syncs of one source, done one after the other beside its stream.
///
/// The store knows of a full sync before anything else counts on it, and until its last row is
/// settled: so a restart goes on with it, see [FullSyncNote]. As long as there is one, not every
/// document of its task's index is there, see [SyncTask#isPartial()].
///
/// Thread-safe; the reader's thread calls [#begin].
public final class FullSyncs {

    private static final System.Logger LOG = System.getLogger(FullSyncs.class.getName());

    /// Ended ones that are still shown.
    private static final int ENDED_MAX = 100;

    private static final AtomicLong SERIAL = new AtomicLong();

    private final Map<String, SyncTask> tasks = new LinkedHashMap<>();
    private final CheckpointStore store;
    private final InstantSource clock;
    private final Shapes shapes;
    private final WaitingRows rows;

    // Guarded by itself.
    private final List<FullSyncJob> jobs = new ArrayList<>();

    public FullSyncs(List<SyncTask> tasks, CheckpointStore store, InstantSource clock) {
        tasks.forEach(task -> this.tasks.put(task.id(), task));
        this.rows = new WaitingRows(this.tasks);
        this.store = store;
        this.shapes = new Shapes(store);
        this.clock = clock;
    }

    /// Goes on with those that an earlier process had begun, and orders what the tasks' plans want
    /// of this start. Before the checkpoints of new tasks are stored, so that none is forgotten.
    ///
    /// @param newTasks those without a checkpoint
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    void begin(Set<String> newTasks) {
        for (SyncTask task : tasks.values()) {
            FullSyncPlan plan = task.definition().fullSync();
            Optional<FullSyncNote> note =
                    store.note(FullSyncNote.key(task.id())).map(FullSyncNote::of);
            boolean isNew = newTasks.contains(task.id());
            if (isOrderedAndUntouched(task)) {
                continue;
            }
            if (plan.start() == FullSyncPlan.Start.NONE) {
                note.ifPresent(_ -> store.deleteNote(FullSyncNote.key(task.id())));
            } else if (note.isPresent() && !isNew) {
                goOn(task, note.get());
            } else if (isNew) {
                order(task, FullSyncOrder.Reason.FIRST_START, plan);
            } else if (plan.start() == FullSyncPlan.Start.EACH) {
                order(task, FullSyncOrder.Reason.EACH_START, plan);
            }
        }
    }

    /// Ordered while the source had stopped, so it reads everything in any case.
    private boolean isOrderedAndUntouched(SyncTask task) {
        return openOf(task.id()).filter(job -> job.began() == null).isPresent();
    }

    /// Another instance goes on with them: nothing is known of them here, until [#begin] reads what
    /// is stored.
    void forget() {
        synchronized (jobs) {
            jobs.forEach(FullSyncJob::passedOn);
            for (SyncTask task : tasks.values()) {
                task.partial(false);
                task.rebuildInto(null);
            }
            shapes.forget();
        }
    }

    /// The table of tasks is announced, or looked at in the catalog: documents of another shape
    /// than so far lead to what the task's plan wants.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    void announced(SyncTask task, Relation relation) {
        if (!shapes.isChanged(task, relation)) {
            return;
        }
        FullSyncPlan plan = task.definition().fullSync();
        boolean isRead = plan.start() != FullSyncPlan.Start.NONE;
        if (plan.onChange() == FullSyncPlan.OnChange.STOP) {
            task.stop(changed(task));
            return;
        }
        if (plan.onChange() == FullSyncPlan.OnChange.RESYNC && isRead) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "table {0} or the definition of task ''{1}'' has changed shape: its documents"
                            + " are made anew",
                    relation.table(),
                    task.id());
            order(task, FullSyncOrder.Reason.CHANGED, plan);
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "table {0} or the definition of task ''{1}'' has changed shape: documents of"
                            + " rows that do not change stay as they were until a full sync, POST"
                            + " /api/sync-tasks/{1}/full-sync",
                    relation.table(),
                    task.id());
        }
        shapes.keep(task, relation);
    }

    private static SourceException changed(SyncTask task) {
        return new SourceException(
                ErrorCode.RELATION_UNUSABLE,
                "Table '"
                        + task.definition().table()
                        + "' or the definition of task '"
                        + task.id()
                        + "' has changed shape, and 'on_change' is 'stop'.",
                "Set 'on_change' to 'resync' or 'warn', and start again.");
    }

    private void goOn(SyncTask task, FullSyncNote note) {
        task.partial(true);
        if (!note.canceled()) {
            if (note.swap() != null) {
                // Its settings were written when it was made.
                task.rebuildInto(task.destination().shadow(JsonNodeFactory.instance.objectNode()));
            }
            add(new FullSyncJob(note.resumed(), clock));
        }
    }

    /// Has the task's table read as a whole, from its beginning; one that is open is given up.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    public FullSyncJob order(SyncTask task, FullSyncOrder.Reason reason, FullSyncPlan plan) {
        boolean replacesFirst = openOf(task.id()).filter(FullSyncJob::isFirst).isPresent();
        FullSync sync =
                new FullSync(
                        new FullSyncOrder(
                                task.id()
                                        + "-"
                                        + Long.toString(clock.millis(), 36)
                                        + SERIAL.incrementAndGet(),
                                task.id(),
                                reason,
                                replacesFirst,
                                plan.where(),
                                plan.parallelism(),
                                plan.rowsMin(),
                                isSwap(task, plan),
                                clock.instant()));
        FullSyncJob job = new FullSyncJob(sync, clock);
        synchronized (jobs) {
            store.putNote(FullSyncNote.key(task.id()), sync.note().json());
            openOf(task.id()).ifPresent(FullSyncJob::canceled);
            task.partial(true);
            add(job);
        }
        return job;
    }

    /// With the documents of other tasks in the index a swap would lose them.
    private static boolean isSwap(SyncTask task, FullSyncPlan plan) {
        boolean isAlone = task.definition().idPrefix().isEmpty();
        if (plan.swap() && !isAlone) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the full sync of task ''{0}'' is done in place: index ''{1}'' may hold the"
                            + " documents of others, which a swap would lose",
                    task.id(),
                    task.definition().index());
        }
        return plan.swap() && isAlone;
    }

    private void add(FullSyncJob job) {
        synchronized (jobs) {
            jobs.add(job);
            taskOf(job).reads(true);
            int surplus = jobs.size() - ENDED_MAX;
            for (int i = 0; i < jobs.size() && surplus > 0; i++) {
                if (!jobs.get(i).isOpen()) {
                    jobs.remove(i--);
                    surplus--;
                }
            }
        }
    }

    /// Ends a full sync where it is. What its task's index lacks is still lacking, so the store
    /// keeps knowing of it; with a swap that was only to come, nothing is.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    public void cancel(FullSyncJob job) {
        synchronized (jobs) {
            if (!job.isOpen()) {
                return;
            }
            job.canceled();
            taskOf(job).reads(false);
            if (job.sync().isSwap()) {
                store.deleteNote(FullSyncNote.key(job.task()));
                taskOf(job).partial(false);
            } else {
                store.putNote(FullSyncNote.key(job.task()), job.sync().note().json());
            }
        }
    }

    /// Stores how far it is, unless it has ended.
    ///
    /// @return false when the store could not be written; the next one says more anyway
    boolean noteProgress(FullSyncJob job) {
        boolean stored;
        synchronized (jobs) {
            String key = FullSyncNote.key(job.task());
            stored = !job.isOpen() || isStored(() -> store.putNote(key, job.sync().note().json()));
        }
        if (job.progress().part() > 0) {
            Failpoints.haltAt("halt-between-chunks");
        }
        return stored;
    }

    /// Everything of it is settled: nothing is missing in its task's index any more.
    ///
    /// @return false when it had ended, or the store could not be written
    boolean complete(FullSyncJob job) {
        synchronized (jobs) {
            Failpoints.haltAt("halt-before-note-deleted");
            if (!job.isOpen() || !isStored(() -> store.deleteNote(FullSyncNote.key(job.task())))) {
                return false;
            }
            taskOf(job).partial(false);
            job.done();
            taskOf(job).reads(false);
            return true;
        }
    }

    private static boolean isStored(Runnable write) {
        try {
            write.run();
            return true;
        } catch (CheckpointException unavailable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the progress of a full sync is not stored: {0}",
                    unavailable.report());
            return false;
        }
    }

    /// All that are known, in the order in which they were ordered.
    public List<FullSyncJob> jobs() {
        synchronized (jobs) {
            return List.copyOf(jobs);
        }
    }

    public Optional<FullSyncJob> job(String id) {
        return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /// The one that is not yet at its end.
    public Optional<FullSyncJob> openOf(String task) {
        return jobs().stream().filter(job -> job.task().equals(task) && job.isOpen()).findFirst();
    }

    /// The next to be worked on: the first whose task takes rows.
    Optional<FullSyncJob> next() {
        if (rows.beside() == null) {
            return Optional.empty();
        }
        return jobs().stream()
                .filter(job -> job.isOpen() && taskOf(job).takesChanges())
                .findFirst();
    }

    Collection<SyncTask> tasks() {
        return tasks.values();
    }

    SyncTask taskOf(FullSyncJob job) {
        SyncTask task = tasks.get(job.task());
        if (task == null) {
            throw new IllegalStateException("Task '" + job.task() + "' is not of this source.");
        }
        return task;
    }

    /// What is read beside the stream.
    WaitingRows rows() {
        return rows;
    }

    /// Whether rows are to come or wait, or somebody for the stream: then it should not be slept
    /// on.
    boolean isBusy(Lsn streamEnd) {
        return rows.areAwaited(streamEnd)
                || jobs().stream().anyMatch(job -> job.isOpen() && taskOf(job).takesChanges());
    }
}
