package io.meilibridge.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.IndexSwap;
import io.meilibridge.snapshot.FullSync;
import io.meilibridge.snapshot.FullSyncNote.SwapState;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The index that a full sync fills beside the one that is searched, and how it takes its place
/// (HAZARDS E5). Every step may be done again: what was done of it is seen by when the two indexes
/// were created.
///
/// From [#isBegun] until [#isSwapped] every batch of the task is written to both.
final class Rebuild {

    private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());

    private static final long LOOK_MILLIS = 50;

    private final SyncTask task;
    private final FullSync sync;
    private final BooleanSupplier note;
    private final BooleanSupplier goOn;
    private final IndexSwap swap;

    /// @param note stores how far the full sync is, and says whether that worked
    /// @param goOn whether it is to go on
    Rebuild(SyncTask task, FullSync sync, BooleanSupplier note, BooleanSupplier goOn) {
        this.task = task;
        this.sync = sync;
        this.note = note;
        this.goOn = goOn;
        this.swap = task.destination().swap();
    }

    /// Makes the other index, empty, which gets every change from now on.
    ///
    /// @param keyField the field of the documents that is the index's primary key
    /// @return false when it is not to go on, or is to be tried again
    boolean isBegun(String keyField) throws InterruptedException {
        DestinationIndex destination = task.destination();
        if (sync.swap() == null) {
            dropShadow(destination);
            Optional<String> live = swap.createdAt(destination.lane().index());
            if (live.isEmpty() || !isGone()) {
                return false;
            }
            ObjectNode settings = swap.settings();
            swap.makeShadow(keyField, settings);
            Failpoints.haltAt("halt-after-shadow");
            Optional<String> shadow = awaitShadow();
            if (shadow.isEmpty()) {
                return false;
            }
            task.rebuildInto(destination.shadow(settings));
            sync.swap(new SwapState(live.get(), shadow.get(), false));
        }
        return note.getAsBoolean();
    }

    private boolean isGone() throws InterruptedException {
        while (goOn.getAsBoolean()) {
            if (swap.createdAt(task.destination().shadowUid()).isEmpty()) {
                return true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    private Optional<String> awaitShadow() throws InterruptedException {
        while (goOn.getAsBoolean()) {
            Optional<String> created = swap.createdAt(task.destination().shadowUid());
            if (created.isPresent()) {
                return created;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    /// Has the other index take the place of the searched one, and deletes that. All rows have to
    /// be settled in it.
    ///
    /// @return false when it is not to go on, or is to be tried again
    boolean isSwapped() throws InterruptedException {
        SwapState state = sync.swap();
        if (state == null) {
            throw new IllegalStateException("There is nothing to swap.");
        }
        if (!hasSwapped(state)) {
            if (state.ordered() && swap.isUnderWay()) {
                Thread.sleep(LOOK_MILLIS);
                return false;
            }
            // It may have ended between the two looks.
            if (!hasSwapped(state)) {
                requireShadow(state);
                order(state);
                return false;
            }
        }
        Failpoints.haltAt("halt-before-cleanup");
        // What is still on its way to both is before the deletion.
        task.rebuildInto(null);
        task.destination().between(() -> {});
        // Also where it is gone already: what was on its way after a restart may have made it anew.
        swap.deleteShadow();
        return true;
    }

    private boolean hasSwapped(SwapState state) {
        return swap.createdAt(task.destination().lane().index())
                .filter(state.shadow()::equals)
                .isPresent();
    }

    /// Between two batches, each of which is then wholly before or wholly after.
    private void order(SwapState state) throws InterruptedException {
        sync.swap(new SwapState(state.live(), state.shadow(), true));
        if (!note.getAsBoolean()) {
            return;
        }
        Failpoints.haltAt("halt-before-swap");
        long[] uid = {-1};
        task.destination().between(() -> uid[0] = swap.order());
        Failpoints.haltAt("halt-after-swap");
        while (goOn.getAsBoolean()) {
            Optional<String> status = swap.status(uid[0]);
            if (status.isEmpty() && hasSwapped(sync.swap() == null ? state : sync.swap())) {
                return;
            }
            if (status.isEmpty()) {
                throw new DeliveryException(
                        ErrorCode.DESTINATION_REFUSED_KEY,
                        "The key may not see the swap of index '"
                                + task.destination().lane().index()
                                + "' that it ordered.",
                        "Give the key of 'meilisearch.api_key' the indexes [\"*\"], then retry the"
                                + " task.");
            }
            if (!status.get().equals("enqueued") && !status.get().equals("processing")) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void requireShadow(SwapState state) {
        boolean isThere =
                swap.createdAt(task.destination().shadowUid())
                        .filter(state.shadow()::equals)
                        .isPresent();
        if (!isThere) {
            throw new DeliveryException(
                    ErrorCode.INDEX_LOST,
                    "Index '"
                            + task.destination().shadowUid()
                            + "', which was being filled, is gone or another one.",
                    "Order the full sync again: POST /api/sync-tasks/"
                            + task.id()
                            + "/full-sync, then retry the task.");
        }
    }

    /// Ends it without a swap.
    void giveUp() throws InterruptedException {
        task.rebuildInto(null);
        task.destination().between(() -> {});
        SwapState state = sync.swap();
        if (state == null || !hasSwapped(state)) {
            dropShadow(task.destination());
        }
    }

    /// Deletes what an earlier one has left behind.
    static void dropShadow(DestinationIndex of) {
        IndexSwap swap = of.swap();
        if (swap.createdAt(of.shadowUid()).isPresent()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "deletes index ''{0}'', which was not finished",
                    of.shadowUid());
            swap.deleteShadow();
        }
    }
}
