package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides at a start, and at each reconnect, whether the stored position still means what it
/// meant: same system, a history that holds everything already delivered, and a slot that nobody
/// moved. The answer is to go on exactly or to stop with a remedy, never a guess.
///
/// A slot behind the stored confirmed LSN is no fault: the position is stored before it is
/// confirmed, and a server forgets the last confirmations in a crash. Another slot name is no fault
/// either as long as that slot still sends everything after the checkpoints.
///
/// Pure; thread-safe.
public final class PositionGuard {

    private static final String RESYNC =
            "To start anew, have each table read as a whole: POST /api/v1/tasks/full-sync.";

    private static final boolean NO_GUARD = Failpoints.on("no-position-guard");

    private final String source;
    private final String slot;
    private final GuardSettings settings;
    private final StartPositions startPositions;
    private final Clock clock;

    /// @param source the configured name of the source
    /// @param slot the configured name of the slot
    public PositionGuard(
            String source,
            String slot,
            GuardSettings settings,
            StartPositions startPositions,
            Clock clock) {
        this.source = source;
        this.slot = slot;
        this.settings = settings;
        this.startPositions = startPositions;
        this.clock = clock;
    }

    /// @param tasks the enabled tasks of the source
    public Verdict judge(Set<String> tasks, StoredPosition stored, ServerFacts server) {
        // A temporary slot is a new one at each connection: nothing stored can refer to it.
        StoredPosition known = settings.temporarySlot() ? StoredPosition.nothing() : stored;
        StoredPosition theirs = known.of(tasks);
        SourceException fault = faultOf(theirs, server, startPositions.areOf(tasks));
        if (fault == null) {
            Set<String> unstored = new TreeSet<>(tasks);
            unstored.removeAll(theirs.checkpoints().keySet());
            fault = startPositions.fault(unstored, slot, server);
        }
        if (fault != null && !NO_GUARD) {
            return new Verdict.Stop(fault);
        }
        return server.slot().isEmpty()
                ? new Verdict.CreateSlot()
                : goOn(tasks, known, server, server.slot().get());
    }

    private @Nullable SourceException faultOf(
            StoredPosition stored, ServerFacts server, boolean placed) {
        if (stored.checkpoints().isEmpty()) {
            return faultWithoutCheckpoints(stored, server, placed);
        }
        if (stored.identity().isEmpty()) {
            return storeLost("checkpoints that do not say whose WAL they count in");
        }
        SourceIdentity identity = stored.identity().get();
        SourceException diverged = divergence(identity, furthest(stored, identity), server);
        if (diverged != null) {
            return diverged;
        }
        if (server.slot().isEmpty()) {
            return slotGone(identity);
        }
        Lsn found = server.slot().get().confirmedFlush();
        return found.isAfter(identity.confirmed()) ? slotReplaced(identity, found) : null;
    }

    /// Nothing refers to a position. That is a first start, or one after every checkpoint was
    /// deleted by command, or the store is gone.
    ///
    /// @param placed whether the configuration says where each task starts: then it is no guess
    private @Nullable SourceException faultWithoutCheckpoints(
            StoredPosition stored, ServerFacts server, boolean placed) {
        if (server.slot().isEmpty()) {
            return settings.createSlot() ? null : slotToBeMade();
        }
        boolean explained =
                placed
                        || server.slot().get().justCreated()
                        || stored.identity().isPresent()
                        || !stored.survivesRestart();
        return explained ? null : storeLost("nothing");
    }

    private @Nullable SourceException divergence(
            SourceIdentity identity, Lsn furthest, ServerFacts server) {
        if (!identity.systemIdentifier().equals(server.systemIdentifier())) {
            return diverged(
                    "system identifier " + identity.systemIdentifier(), server.systemIdentifier());
        }
        if (server.timeline() < identity.timeline()) {
            return diverged(
                    "timeline " + identity.timeline() + " or a later one",
                    "timeline " + server.timeline());
        }
        if (server.timeline() > identity.timeline()) {
            Lsn branch = server.branchPoints().get(identity.timeline());
            if (branch == null || furthest.isAfter(branch)) {
                return diverged(
                        "a history that left timeline %d at or after %s"
                                .formatted(identity.timeline(), furthest),
                        branch == null
                                ? "one without that timeline"
                                : "one that left at " + branch);
            }
        }
        return furthest.isAfter(server.flushLsn())
                ? diverged("WAL up to " + furthest, "WAL up to " + server.flushLsn())
                : null;
    }

    private static Lsn furthest(StoredPosition stored, SourceIdentity identity) {
        Lsn furthest = identity.confirmed();
        for (Checkpoint checkpoint : stored.checkpoints().values()) {
            furthest = Lsn.max(furthest, checkpoint.lsn());
        }
        return furthest;
    }

    private Verdict goOn(
            Set<String> tasks,
            StoredPosition stored,
            ServerFacts server,
            ServerFacts.SlotFacts found) {
        Lsn start = found.confirmedFlush();
        List<Checkpoint> starts = new ArrayList<>();
        Set<String> newTasks = new TreeSet<>();
        Set<String> overtaken = new TreeSet<>();
        for (String task : tasks) {
            Checkpoint checkpoint = stored.checkpoints().get(task);
            if (checkpoint == null) {
                if (!startPositions.isOf(task)) {
                    newTasks.add(task);
                }
                starts.add(Checkpoint.at(task, startPositions.of(task, start), clock.instant()));
            } else if (checkpoint.lsn().isBefore(start)) {
                overtaken.add(task);
                starts.add(Checkpoint.at(task, start, clock.instant()));
            } else {
                starts.add(checkpoint);
            }
        }
        SourceIdentity identity =
                new SourceIdentity(
                        source, server.systemIdentifier(), server.timeline(), slot, start);
        return new Verdict.GoOn(
                identity, start, starts, newTasks, overtaken, warnings(stored, found));
    }

    private List<String> warnings(StoredPosition stored, ServerFacts.SlotFacts found) {
        List<String> warnings = new ArrayList<>();
        if (!stored.survivesRestart()) {
            warnings.add(
                    "Checkpoints of source '%s' are kept in memory: each restart is a full sync."
                            .formatted(source));
        }
        if (!stored.survivesRestart() && stored.checkpoints().isEmpty() && !found.justCreated()) {
            warnings.add(
                    ("Slot '%s' is read from %s on: rows that changed before and were not indexed"
                                    + " are missing until they are synced.")
                            .formatted(slot, found.confirmedFlush()));
        }
        if (!settings.verifyPosition()) {
            warnings.add(
                    "'checkpoint.recovery.verify_position: false' has no effect: a position that"
                            + " means nothing loses changes, so it is always checked.");
        }
        return warnings;
    }

    private SourceException slotGone(SourceIdentity identity) {
        return stop(
                ErrorCode.SLOT_MISSING,
                "Cannot go on with source '%s' at %s: expected slot '%s', got none."
                        .formatted(source, identity.confirmed(), slot),
                "Changes since then are no longer sent. " + RESYNC);
    }

    private SourceException slotToBeMade() {
        return new SourceException(
                ErrorCode.SLOT_MISSING,
                "Cannot start source '%s': expected slot '%s', got none, and 'create_slot' is false."
                        .formatted(source, slot),
                "Set 'create_slot: true': only a slot made at the first start is known to miss"
                        + " nothing.");
    }

    private SourceException slotReplaced(SourceIdentity identity, Lsn found) {
        return stop(
                ErrorCode.SLOT_REPLACED,
                ("Cannot go on with slot '%s' of source '%s': expected a confirmed flush LSN of at"
                                + " most %s, got %s.")
                        .formatted(slot, source, identity.confirmed(), found),
                "The slot was re-created or moved by someone else, and what lay between is not sent"
                        + " any more. "
                        + RESYNC);
    }

    private SourceException diverged(String expected, String got) {
        return stop(
                ErrorCode.DIVERGED,
                "Cannot go on with source '%s': expected %s, got %s."
                        .formatted(source, expected, got),
                "The indexes hold changes that this server never had. Point the configuration at"
                        + " the right server, or start anew. "
                        + RESYNC);
    }

    private SourceException storeLost(String got) {
        return stop(
                ErrorCode.STORE_LOST,
                "Cannot go on with slot '%s' of source '%s': expected a stored position, got %s."
                        .formatted(slot, source, got),
                "Bring the checkpoint store back. If it is gone, or the slot was never used by this"
                        + " configuration, go on from where the slot is and have each table read as"
                        + " a whole: POST /api/v1/tasks/full-sync.");
    }

    private SourceException stop(ErrorCode code, String message, String hint) {
        return new SourceException(code, message, hint);
    }
}
