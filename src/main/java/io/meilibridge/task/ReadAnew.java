package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSyncOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/// What is done where settled changes of a task did not come to its index after all: its table is
/// read as a whole, or, where it is not to be, the task stops until somebody has ordered that.
public final class ReadAnew implements Predicate<PipelineException> {

    private static final System.Logger LOG = System.getLogger(ReadAnew.class.getName());

    private final SyncTask task;
    private final FullSyncs syncs;
    private final InstantSource clock;
    private Instant noticed = Instant.MAX;

    public ReadAnew(SyncTask task, FullSyncs syncs, InstantSource clock) {
        this.task = task;
        this.syncs = syncs;
        this.clock = clock;
    }

    /// @param fault what is lost
    /// @return whether the table is read; else the task was stopped
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used
    @Override
    public synchronized boolean test(PipelineException fault) {
        FullSyncPlan plan = task.definition().fullSync();
        if (plan.start() != FullSyncPlan.Start.NONE) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: {1} The table is read as a whole.",
                    fault.code(),
                    fault.getMessage());
            task.met(fault);
            syncs.order(task, FullSyncOrder.Reason.RELIEF_LOST, plan.inPlace());
            return true;
        }
        if (isOrdered()) {
            return true;
        }
        noticed = clock.instant();
        task.stop(fault);
        return false;
    }

    private boolean isOrdered() {
        return syncs.openOf(task.id())
                .filter(job -> job.order().ordered().isAfter(noticed))
                .isPresent();
    }
}
