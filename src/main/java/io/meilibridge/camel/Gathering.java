package io.meilibridge.camel;

import io.meilibridge.batch.BatchLimits;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskDefinition;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.processor.aggregate.AggregateController;
import org.jspecify.annotations.Nullable;

/// How a task's changes gather into batches, for the aggregator in its route: strategy and
/// completion predicate in one. A batch is complete at once when the index's lane is idle, else
/// when the lane becomes free, the batch is full, or it is old. The aggregator calls it under its
/// own lock.
final class Gathering implements AggregationStrategy, Predicate {

    private final SyncTask task;
    private final IndexLane lane;
    private final AggregateController controller;
    private final LaneClock clock;
    private final boolean whole;
    private final Runnable whenFree = this::sendIfFree;
    private final AtomicBoolean paceAwaited = new AtomicBoolean();

    // Under the aggregator's lock.
    private long begun;

    // Written under the aggregator's lock, read by whoever wants to know whether anything waits.
    private volatile @Nullable GatheredBatch gathered;

    /// @param whole whether a transaction is to be in one batch, as far as the batch's limits
    ///   allow: rows, bytes and age
    Gathering(SyncTask task, AggregateController controller, LaneClock clock, boolean whole) {
        this.whole = whole;
        this.task = task;
        this.lane = task.destination().lane();
        this.controller = controller;
        this.clock = clock;
        lane.onFree(whenFree);
    }

    void close() {
        lane.removeOnFree(whenFree);
    }

    @Override
    public Exchange aggregate(@Nullable Exchange old, Exchange added) {
        Exchange group = old == null ? added : old;
        Carriage carriage = Carriage.required(added);
        MappedChanges changes = Objects.requireNonNull(added.getIn().getBody(MappedChanges.class));
        carriage.toBatch();
        GatheredBatch batch = old == null ? begin() : old.getIn().getBody(GatheredBatch.class);
        batch.add(carriage.handover(), changes);
        group.getIn().setBody(batch);
        return group;
    }

    private GatheredBatch begin() {
        GatheredBatch batch = new GatheredBatch(task, ++begun);
        gathered = batch;
        return batch;
    }

    @Override
    public boolean matches(Exchange exchange) {
        GatheredBatch batch = exchange.getIn().getBody(GatheredBatch.class);
        TaskDefinition definition = task.definition();
        BatchLimits limits = new BatchLimits(definition.size().rows(), definition.batchBytes());
        if (!isHeld(batch) && lane.tryReserve()) {
            gathered = null;
            return true;
        }
        if (batch.batch().isFull(limits)) {
            lane.reserve();
            gathered = null;
            return true;
        }
        if (batch.isNew()) {
            long number = batch.number();
            // Not the batch itself, which would stay in memory as long as the clock waits.
            clock.callAfter(definition.batchAge(), () -> sendIfStill(number));
        }
        awaitPace();
        return false;
    }

    /// Called by the aggregator, under its lock, for each complete batch.
    @Override
    public void onCompletion(Exchange exchange) {
        if (gathered == exchange.getIn().getBody(GatheredBatch.class)) {
            gathered = null;
        }
    }

    /// Where only the pace holds the batch back, nothing else will tell when it is kept.
    private void awaitPace() {
        Duration wait = lane.untilDue();
        if (wait.isPositive() && paceAwaited.compareAndSet(false, true)) {
            clock.callAfter(
                    wait,
                    () -> {
                        paceAwaited.set(false);
                        sendIfFree();
                    });
        }
    }

    /// Whether the rest of a transaction is waited for.
    private boolean isHeld(GatheredBatch batch) {
        return whole && batch.isUnfinished();
    }

    private void sendIfFree() {
        for (GatheredBatch batch = gathered; batch != null && !isHeld(batch); batch = gathered) {
            if (!lane.tryReserve()) {
                awaitPace();
                return;
            }
            if (force()) {
                return;
            }
            // Nothing was there after all: a batch that came in between saw the lane taken, so look
            // again.
            lane.release();
        }
    }

    private void sendIfStill(long number) {
        GatheredBatch present = gathered;
        if (present != null && present.number() == number) {
            sendNow();
        }
    }

    /// Sends what has gathered behind whatever is on its way.
    void sendNow() {
        lane.reserve();
        if (!force()) {
            lane.release();
        }
    }

    private boolean force() {
        return controller.forceCompletionOfGroup(task.id()) > 0;
    }
}
