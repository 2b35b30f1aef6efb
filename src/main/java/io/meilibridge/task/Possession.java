package io.meilibridge.task;

import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.Tenure;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether this process has its source's slot, or another instance has, and what follows when that
/// changes: what this one has in flight when another takes over is given up, and nothing that it
/// knew counts when it gets the slot back. Used by the reader's thread, but for [#epoch()].
final class Possession {

    private static final System.Logger LOG = System.getLogger(Possession.class.getName());

    /// How long what is in flight may take to end once it is given up: the server finishes tasks
    /// that it has accepted.
    private static final Duration GIVE_UP_LIMIT = Duration.ofSeconds(10);

    private final String source;
    private final List<SyncTask> tasks;
    private final FullSyncs fullSyncs;
    private final Tenure tenure;
    private final BeforeStream before;
    private boolean stoodBy;
    private @Nullable PipelineException fenced;
    private @Nullable DeliveryLedger givenUp;

    Possession(
            String source,
            List<SyncTask> tasks,
            FullSyncs fullSyncs,
            Tenure tenure,
            BeforeStream before) {
        this.source = source;
        this.tasks = tasks;
        this.fullSyncs = fullSyncs;
        this.tenure = tenure;
        this.before = before;
    }

    long epoch() {
        return tenure.epoch();
    }

    /// @throws CheckpointException FENCED when a write of ours was refused because another instance
    ///   has the slot
    void requireOurs() {
        if (tenure.isLost()) {
            tenure.requireOurs();
        }
    }

    /// The slot is ours. On return nobody else writes for the source any more, nothing older is on
    /// its way to an index, and what is stored may be read.
    ///
    /// @param kept takes away what was kept from before, null where nothing was
    /// @throws PipelineException when store or indexes cannot be used yet
    void begin(Supplier<SlotOpening.@Nullable Kept> kept) throws InterruptedException {
        if (tenure.epoch() != 0) {
            try {
                tenure.requireOurs();
            } catch (CheckpointException fault) {
                if (fault.code() != ErrorCode.FENCED) {
                    throw fault;
                }
                giveUp(fault, kept);
            }
        }
        awaitGivenUp();
        tenure.take();
        before.slotTaken();
        if (stoodBy && !tasks.isEmpty()) {
            tasks.getFirst().lookAtDeadLetters();
        }
        stoodBy = false;
        fenced = null;
    }

    private void awaitGivenUp() throws InterruptedException {
        DeliveryLedger old = givenUp;
        if (old != null && !old.inFlight().awaitSettled(GIVE_UP_LIMIT)) {
            throw new SourceException(
                    ErrorCode.FENCED,
                    "Cannot go on with source '%s': %d changes from before another instance had it are still on their way."
                            .formatted(source, old.inFlight().events()),
                    "It is tried again when Meilisearch has finished them.");
        }
        givenUp = null;
    }

    /// The stream could not be opened, or is no more.
    ///
    /// @param kept takes away what was kept from before, null where nothing was
    /// @return why, as it is to be shown: FENCED where another instance has taken the slot over
    PipelineException standingBy(
            PipelineException fault, Supplier<SlotOpening.@Nullable Kept> kept) {
        boolean isAnother =
                fault.code() == ErrorCode.SLOT_IN_USE || fault.code() == ErrorCode.FENCED;
        if (!isAnother) {
            return fault;
        }
        stoodBy = true;
        if (fenced == null && tenure.epoch() != 0) {
            try {
                tenure.requireOurs();
            } catch (CheckpointException judged) {
                if (judged.code() == ErrorCode.FENCED) {
                    giveUp(judged, kept);
                }
            }
        }
        return fenced == null ? fault : fenced;
    }

    private void giveUp(CheckpointException fault, Supplier<SlotOpening.@Nullable Kept> kept) {
        fenced = fault;
        stoodBy = true;
        tasks.forEach(SyncTask::dismiss);
        fullSyncs.forget();
        SlotOpening.Kept present = kept.get();
        if (present == null) {
            return;
        }
        present.keeper().discard();
        givenUp = present.ledger();
        LOG.log(
                System.Logger.Level.WARNING,
                "another instance has taken over source ''{0}'': {1} changes on their way are given"
                        + " up here, they are the other''s to send",
                source,
                Long.toString(present.ledger().inFlight().events()));
    }
}
