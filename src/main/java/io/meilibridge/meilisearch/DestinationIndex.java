package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.IndexUid;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An index as the deliveries to it share it. What is not thread-safe in it belongs to the delivery
/// that holds the lane's sending lock.
public final class DestinationIndex {

    /// What the name of an index ends with that is being filled to take the place of another.
    private static final String SHADOW = "__meilibridge_rebuild";

    private static final int NAME_MAX = 400;

    private final IndexLane lane;
    private final IndexPlan plan;
    private final MeilisearchServer server;
    private final IndexPreparation preparation;
    private final PieceRequests requests;
    private final LateCopies copies;
    private final AtomicBoolean suspected = new AtomicBoolean();
    private final AtomicReference<@Nullable TaskStamp> lastSucceeded = new AtomicReference<>();
    private final KeptBatches kept = new KeptBatches();
    private final Mending mending;

    public DestinationIndex(IndexLane lane, IndexPlan plan, MeilisearchServer server) {
        this(lane, plan, server, new LateCopies(System::nanoTime));
    }

    private DestinationIndex(
            IndexLane lane, IndexPlan plan, MeilisearchServer server, LateCopies copies) {
        this.copies = copies;
        this.lane = lane;
        this.server = server;
        this.plan = plan;
        this.preparation = new IndexPreparation(plan);
        this.requests = new PieceRequests(lane.index());
        this.mending = new Mending(this, server.http());
    }

    /// What the index holds, asked anew each time.
    public IndexDocuments documents() {
        return new IndexDocuments(lane.index(), server.questions());
    }

    /// The name of the index that is filled to take the place of this one.
    public IndexUid shadowUid() {
        String name = lane.index().value();
        return new IndexUid(
                name.substring(0, Math.min(name.length(), NAME_MAX - SHADOW.length())) + SHADOW);
    }

    /// How the shadow takes this one's place.
    public IndexSwap swap() {
        return new IndexSwap(lane.index(), shadowUid(), server.questions());
    }

    /// Another index, to be filled like this one and to take its place. What is configured of its
    /// settings goes over those given.
    public DestinationIndex shadow(ObjectNode settings) {
        ObjectNode all = settings.deepCopy();
        all.setAll(plan.settings());
        return new DestinationIndex(
                lane.another(shadowUid()), new IndexPlan(shadowUid(), all, true), server, copies);
    }

    /// Has the next delivery look whether the index is there, and make it ready.
    public void prepareAnew() throws InterruptedException {
        between(preparation::lookAgain);
    }

    /// Does something while no batch is on its way into the index, after the whole of each earlier
    /// one was accepted, and before any of a later one is sent.
    public void between(Runnable action) throws InterruptedException {
        lane.sending().lockInterruptibly();
        try {
            action.run();
        } finally {
            lane.sending().unlock();
        }
    }

    /// The look for late copies of what a source writes here.
    ///
    /// @param origin the source and its slot
    public LateCopySearch lateCopies(String origin) {
        return new LateCopySearch(this, origin, copies, server);
    }

    LateCopies copies() {
        return copies;
    }

    /// Something hints at the index not being what it was: it is to be looked at soon.
    void suspect() {
        suspected.set(true);
    }

    /// Whether it is to be looked at soon; once.
    public boolean takeSuspicion() {
        return suspected.getAndSet(false);
    }

    void succeeded(TaskStamp task) {
        lastSucceeded.accumulateAndGet(
                task,
                (before, now) ->
                        before == null || (now != null && now.uid() > before.uid()) ? now : before);
    }

    /// The newest task of ours that has succeeded; null when none was seen in this process.
    public @Nullable TaskStamp lastSucceeded() {
        return lastSucceeded.get();
    }

    /// How far the server's tasks are.
    public ServerTasks tasks() {
        return new ServerTasks(lane.index(), server.questions());
    }

    /// Forgets which task has succeeded: what the index holds is to be made anew.
    public void forgetSucceeded() {
        lastSucceeded.set(null);
    }

    public IndexLane lane() {
        return lane;
    }

    SettleWatch watch() {
        return server.watch();
    }

    public Circuit circuit() {
        return server.circuit();
    }

    IndexPreparation preparation() {
        return preparation;
    }

    PieceRequests requests() {
        return requests;
    }

    /// What was begun to be sent of a sync task and is not settled, oldest first.
    public List<UnsettledBatch> unsettledOf(String task) {
        return kept.of(task);
    }

    KeptBatches kept() {
        return kept;
    }

    Mending mending() {
        return mending;
    }

    TaskListener listener() {
        return server.listener();
    }
}
