package io.meilibridge.meilisearch;

/// An index as the deliveries to it share it. What is not thread-safe in it belongs to the delivery
/// that holds the lane's sending lock.
public final class DestinationIndex {

    private final IndexLane lane;
    private final SettleWatch watch;
    private final IndexPreparation preparation;
    private final PieceRequests requests;
    private final TaskListener listener;
    private final IndexDocuments documents;

    public DestinationIndex(
            IndexLane lane,
            IndexPlan plan,
            SettleWatch watch,
            TaskListener listener,
            IndexDocuments documents) {
        this.lane = lane;
        this.watch = watch;
        this.preparation = new IndexPreparation(plan);
        this.requests = new PieceRequests(lane.index());
        this.listener = listener;
        this.documents = documents;
    }

    /// What the index holds.
    public IndexDocuments documents() {
        return documents;
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
