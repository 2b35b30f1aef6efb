package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSyncOrder;
import java.util.Optional;

/// Looks at the indexes of a source's tasks now and then: whether one is gone, or another one than
/// its task has filled (HAZARDS C4), by when it was created; and, once, whether a rebuild that
/// nobody goes on with has left its index behind. One thread.
final class IndexCare {

    private static final System.Logger LOG = System.getLogger(IndexCare.class.getName());

    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final FullSyncs syncs;
    private final CheckpointStore store;
    private final boolean resyncs;
    private long lookedNanos;
    private boolean looked;

    /// @param resyncs whether a lost index is filled again; else its task stops
    IndexCare(FullSyncs syncs, CheckpointStore store, boolean resyncs) {
        this.syncs = syncs;
        this.store = store;
        this.resyncs = resyncs;
    }

    /// Looks, if that is due and the source streams.
    void look() throws InterruptedException {
        boolean isDue = !looked || System.nanoTime() - lookedNanos > PAUSE_NANOS;
        if (!isDue || syncs.rows().beside() == null) {
            return;
        }
        for (SyncTask task : syncs.tasks()) {
            try {
                if (!looked) {
                    dropLeftover(task);
                }
                if (syncs.openOf(task.id()).isEmpty() && task.isSending() && isLost(task)) {
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
        looked = true;
        lookedNanos = System.nanoTime();
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
            return false;
        }
        return !found.equals(known);
    }

    private void lost(SyncTask task) throws InterruptedException {
        DeliveryException fault =
                new DeliveryException(
                        ErrorCode.INDEX_LOST,
                        "Index '"
                                + task.definition().index()
                                + "' is gone, or another one than task '"
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
    ///
    /// @throws PipelineException when index or store cannot be asked
    void remember(SyncTask task) {
        forget(task);
        isLost(task);
    }

    private void forget(SyncTask task) {
        store.deleteNote(key(task));
    }

    private static String key(SyncTask task) {
        return "index:" + task.id();
    }
}
