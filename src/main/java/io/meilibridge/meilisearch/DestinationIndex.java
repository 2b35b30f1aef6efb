package io.meilibridge.meilisearch;

import java.time.Duration;
import java.util.function.IntFunction;

/// An index as the deliveries to it share it. What is not thread-safe in it belongs to the delivery
/// that holds the lane's sending lock.
public final class DestinationIndex {

    private final IndexLane lane;
    private final SettleWatch watch;
    private final IndexPreparation preparation;
    private final PieceRequests requests;
    private final IntFunction<Duration> backoff;
    private final TaskListener listener;

    /// @param backoff the wait before try number n of a request, n from 1
    public DestinationIndex(
            IndexLane lane,
            IndexPlan plan,
            SettleWatch watch,
            IntFunction<Duration> backoff,
            TaskListener listener) {
        this.lane = lane;
        this.watch = watch;
        this.preparation = new IndexPreparation(plan);
        this.requests = new PieceRequests(lane.index());
        this.backoff = backoff;
        this.listener = listener;
    }

    public IndexLane lane() {
        return lane;
    }

    SettleWatch watch() {
        return watch;
    }

    IndexPreparation preparation() {
        return preparation;
    }

    PieceRequests requests() {
        return requests;
    }

    IntFunction<Duration> backoff() {
        return backoff;
    }

    TaskListener listener() {
        return listener;
    }
}
