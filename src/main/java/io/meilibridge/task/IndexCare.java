package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.ServerTasks;
import io.meilibridge.meilisearch.TaskStamp;
import io.meilibridge.snapshot.FullSyncOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks at the indexes of a source's tasks now and then, and where something hints at it: whether
/// one is gone, or another one than its task has filled, by when it was created; or whether the
/// server was set back, by the newest of our tasks that had succeeded (HAZARDS C4). And, once,
/// whether a rebuild that nobody goes on with has left its index behind. One thread.
final class IndexCare {

    private static final System.Logger LOG = System.getLogger(IndexCare.class.getName());

    private static final boolean IGNORES_SET_BACK = Failpoints.on("ignore-set-back");

    private static final String KEY = "index:";
    private static final String TASK_KEY = "index-task:";

    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final FullSyncs syncs;
    private final CheckpointStore store;
    private final boolean resyncs;
    private long lookedNanos;
    private boolean looked;
    private final Set<IndexUid> suspected = new HashSet<>();

    /// @param resyncs whether a lost index is filled again; else its task stops
    IndexCare(FullSyncs syncs, CheckpointStore store, boolean resyncs) {
        this.syncs = syncs;
        this.store = store;
        this.resyncs = resyncs;
    }

    /// Looks, if that is due and the source streams.
    void look() throws InterruptedException {
        boolean isDue = !looked || System.nanoTime() - lookedNanos > PAUSE_NANOS;
        if (syncs.rows().beside() == null) {
            return;
        }
        for (SyncTask task : syncs.tasks()) {
            if (task.destination().takeSuspicion()) {
                suspected.add(task.destination().lane().index());
            }
        }
        if (!isDue && suspected.isEmpty()) {
            return;
        }
        for (SyncTask task : syncs.tasks()) {
            if (isDue || suspected.contains(task.definition().index())) {
                lookAt(task);
            }
        }
        suspected.clear();
        if (isDue) {
            looked = true;
            lookedNanos = System.nanoTime();
        }
    }

    private void lookAt(SyncTask task) throws InterruptedException {
        try {
            if (!looked) {
                dropLeftover(task);
            }
            if (isFilled(task) && task.isSending() && isLost(task)) {
                lost(task);
            }
        } catch (PipelineException fault) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "it is not known how index ''{0}'' is: {1}",
                    task.definition().index(),
                    fault.report());
        }
    }

    /// Whether its index has, or is getting, what it is to have: not while another one is filled to
    /// take its place, nor before a full sync that is ordered has begun.
    private boolean isFilled(SyncTask task) {
        return syncs.openOf(task.id())
                .map(job -> job.began() != null && !job.sync().isSwap())
                .orElse(true);
    }

    private static void dropLeftover(SyncTask task) {
        if (task.shadow() == null && task.definition().idPrefix().isEmpty()) {
            Rebuild.dropShadow(task.destination());
        }
    }

    /// Whether it is not the one that was there before. What was not known is from now on.
    private boolean isLost(SyncTask task) {
        Optional<String> known = store.note(key(task));
        Optional<String> found = task.destination().swap().createdAt(task.definition().index());
        if (known.isEmpty()) {
            found.ifPresent(created -> store.putNote(key(task), created));
        } else if (!found.equals(known)) {
            return true;
        }
        return found.isEmpty() ? task.destination().lastSucceeded() != null : isSetBack(task);
    }

    /// Whether the newest task of ours that had succeeded is none of the server's any more, though
    /// it was not merely deleted. The next look is for what is the newest now.
    private boolean isSetBack(SyncTask task) {
        Optional<TaskStamp> noted = store.note(taskKey(task)).map(TaskStamp::of);
        TaskStamp newest = task.destination().lastSucceeded();
        TaskStamp known = noted.orElse(newest);
        if (known != null) {
            switch (task.destination().tasks().trace(known)) {
                case ServerTasks.Trace.Lost() -> {
                    return !IGNORES_SET_BACK;
                }
                case ServerTasks.Trace.Deleted(TaskStamp another) -> newest = another;
                case ServerTasks.Trace.Found() -> {}
            }
        }
        if (newest != null && (noted.isEmpty() || newest.uid() > noted.get().uid())) {
            store.putNote(taskKey(task), newest.text());
        }
        return false;
    }

    private void lost(SyncTask task) throws InterruptedException {
        DeliveryException fault =
                new DeliveryException(
                        ErrorCode.INDEX_LOST,
                        "Index '"
                                + task.definition().index()
                                + "' is gone, set back, or another one than task '"
                                + task.id()
                                + "' has filled.",
                        "Read its table as a whole: POST /api/sync-tasks/"
                                + task.id()
                                + "/full-sync, then retry the task.");
        forget(task);
        task.destination().prepareAnew();
        FullSyncPlan plan = task.definition().fullSync();
        if (!resyncs || plan.start() == FullSyncPlan.Start.NONE) {
            task.stop(fault);
            return;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} Its documents are made anew, because of ''on_index_lost''.",
                fault.getMessage());
        syncs.order(task, FullSyncOrder.Reason.INDEX_LOST, plan);
    }

    /// The index as it is now is the task's: a full sync of it has ended, or it was swapped in.
    /// Unless something hints at a loss since the last look, and it is another one now or was not
    /// known before: then a part of what was read may be gone.
    ///
    /// @param isSwapped whether it was swapped in
    /// @return false when it is lost
    /// @throws PipelineException when index or store cannot be asked
    boolean isRemembered(SyncTask task, boolean isSwapped) throws InterruptedException {
        if (task.destination().takeSuspicion()) {
            suspected.add(task.destination().lane().index());
        }
        boolean isSuspected = suspected.contains(task.destination().lane().index());
        if (isSuspected && !isSwapped && (store.note(key(task)).isEmpty() || isLost(task))) {
            lost(task);
            // So that the next hint, which may be a false one, is compared with something.
            isLost(task);
            return false;
        }
        store.deleteNote(key(task));
        store.deleteNote(taskKey(task));
        isLost(task);
        return true;
    }

    /// What succeeded before it was lost says nothing of it any more.
    private void forget(SyncTask task) {
        store.deleteNote(key(task));
        store.deleteNote(taskKey(task));
        task.destination().forgetSucceeded();
    }

    /// Of one index: a task that is given another begins to know that one.
    private static String key(SyncTask task) {
        return KEY + task.id() + "/" + task.definition().index();
    }

    private static String taskKey(SyncTask task) {
        return TASK_KEY + task.id() + "/" + task.definition().index();
    }

    /// Whether a note is about an index that a task has, or has had. Ids of indexes hold no slash.
    static boolean isNoteOf(String task, String note) {
        int slash = note.lastIndexOf('/');
        return slash > 0
                && (note.substring(0, slash).equals(KEY + task)
                        || note.substring(0, slash).equals(TASK_KEY + task));
    }
}
