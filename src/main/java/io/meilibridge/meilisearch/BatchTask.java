package io.meilibridge.meilisearch;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;

/// A task that a piece of a batch became.
///
/// @param documents documents or ids that it names
/// @param metadata its `customMetadata`, which tells the positions
record BatchTask(
        DestinationIndex destination, Settlement settlement, int documents, String metadata)
        implements OpenTask {

    private static final System.Logger LOG = System.getLogger(BatchTask.class.getName());

    private static final boolean UNKNOWN_IS_SETTLED = Failpoints.on("unknown-is-settled");

    private static final boolean FAILED_IS_SETTLED = Failpoints.on("failed-is-settled");

    @Override
    public IndexLane lane() {
        return destination.lane();
    }

    @Override
    public void finished(TaskView view) {
        destination.listener().taskFinished(lane().index(), view, documents);
        if (view.status() == TaskView.Status.SUCCEEDED || FAILED_IS_SETTLED) {
            destination.succeeded(new TaskStamp(view.uid(), view.enqueuedAt()));
            settlement.taskSucceeded();
        } else if (FailedTask.of(view) != FailedTask.STOP && settlement.isToBeMended()) {
            mend();
        } else {
            settlement.fail(
                    DestinationFaults.taskFailed(
                            lane().index(), view, metadata, settlement.afterFailure()));
        }
    }

    private void mend() {
        settlement.broken();
        destination.mending().wanted();
    }

    @Override
    public void measured(int together, Duration taken) {
        settlement.sender().measured(together, taken);
    }

    /// Finished tasks may have been deleted before they were looked at: what became of this one is
    /// not known, so it counts as failed. Where accepting it was enough, so it still is.
    @Override
    public void unknown(long uid) {
        DeliveryException fault = DestinationFaults.taskUnknown(lane().index(), uid, metadata);
        LOG.log(System.Logger.Level.WARNING, "{0}", fault.report());
        destination.suspect();
        if (UNKNOWN_IS_SETTLED) {
            settlement.taskSucceeded();
        } else if (settlement.isToBeMended()) {
            mend();
        }
    }
}
