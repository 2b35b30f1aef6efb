package io.meilibridge.meilisearch;

import io.meilibridge.fault.Failpoints;
import java.time.Duration;

/// A task that a piece of a batch became.
///
/// @param documents documents or ids that it names
/// @param metadata its `customMetadata`, which tells the positions
record BatchTask(
        DestinationIndex destination, Settlement settlement, int documents, String metadata)
        implements OpenTask {

    private static final boolean FAILED_IS_SETTLED = Failpoints.on("failed-is-settled");

    @Override
    public IndexLane lane() {
        return destination.lane();
    }

    @Override
    public void finished(TaskView view) {
        destination.listener().taskFinished(lane().index(), view, documents);
        if (view.status() == TaskView.Status.SUCCEEDED || FAILED_IS_SETTLED) {
            settlement.taskSucceeded();
        } else if (FailedTask.of(view) != FailedTask.STOP && settlement.isToBeMended()) {
            settlement.broken();
            destination.mending().wanted();
        } else {
            settlement.fail(
                    DestinationFaults.taskFailed(
                            lane().index(), view, metadata, settlement.afterFailure()));
        }
    }

    @Override
    public void measured(int together, Duration taken) {
        settlement.sender().measured(together, taken);
    }

    @Override
    public void unknown(long uid) {
        settlement.fail(DestinationFaults.taskUnknown(lane().index(), uid, metadata));
    }
}
