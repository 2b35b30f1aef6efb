package io.meilibridge.meilisearch;

/// An index as the deliveries to it share it. What is not thread-safe in it belongs to the delivery
/// that holds the lane's sending lock.
public final class DestinationIndex {

    private final IndexLane lane;
    private final SettleWatch watch;
    private final IndexPreparation preparation;
    private final PieceRequests requests;
    private final TaskListener listener;

    public DestinationIndex(
            IndexLane lane, IndexPlan plan, SettleWatch watch, TaskListener listener) {
        this.lane = lane;
        this.watch = watch;
        this.preparation = new IndexPreparation(plan);
        this.requests = new PieceRequests(lane.index());
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

    TaskListener listener() {
        return listener;
    }
}
