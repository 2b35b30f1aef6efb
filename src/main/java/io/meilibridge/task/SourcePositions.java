package io.meilibridge.task;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.FlushSettings;
import io.meilibridge.checkpoint.PositionGuard;
import io.meilibridge.checkpoint.ServerFacts;
import io.meilibridge.checkpoint.SourceIdentity;
import io.meilibridge.checkpoint.StoredPosition;
import io.meilibridge.checkpoint.Verdict;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.replication.SlotState;
import io.meilibridge.replication.Slots;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.replication.TimelineSwitch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a source goes on: what the store holds, what the server says, and the judgement of both.
public final class SourcePositions {

    private static final System.Logger LOG = System.getLogger(SourcePositions.class.getName());

    private final SourcePlan plan;
    private final Set<String> tasks;
    private final CheckpointStore store;
    private final PositionGuard guard;
    private final FlushSettings flush;
    private final CheckpointListener listener;
    private final Runnable beforeSave;
    private final Clock clock;

    public SourcePositions(
            SourcePlan plan,
            List<SyncTask> tasks,
            CheckpointStore store,
            PositionGuard guard,
            FlushSettings flush,
            CheckpointListener listener,
            Runnable beforeSave,
            Clock clock) {
        this.plan = plan;
        this.tasks = tasks.stream().map(SyncTask::id).collect(Collectors.toUnmodifiableSet());
        this.store = store;
        this.guard = guard;
        this.flush = flush;
        this.listener = listener;
        this.beforeSave = beforeSave;
        this.clock = clock;
    }

    /// Creates the slot, which is missing.
    ///
    /// @param anew whether what is stored is void, because everything is read as a whole
    /// @throws SourceException when it may not be made, or going on with another would be a guess
    void makeSlot(PreflightReport report, boolean anew) {
        switch (verdict(report, Optional.empty(), stored(anew))) {
            case Verdict.Stop stop -> throw stop.fault();
            case Verdict.CreateSlot() -> {
                announceSlot(report);
                Failpoints.haltAt("halt-before-slot");
                createSlot();
                Failpoints.haltAt("halt-after-slot");
            }
            case Verdict.GoOn _ -> throw new IllegalStateException("There is no slot to go on.");
        }
    }

    /// Where to go on with the slot, which is ours now, so that nobody else moves it.
    ///
    /// @param made whether it was made just now
    /// @param anew whether what is stored is void, because everything is read as a whole
    /// @throws SourceException when going on would be a guess
    Verdict.GoOn judge(PreflightReport report, boolean made, boolean anew) {
        ServerFacts.SlotFacts slot = facts(confirmed(), made || anew);
        return switch (verdict(report, Optional.of(slot), stored(anew))) {
            case Verdict.GoOn goOn -> goOn;
            case Verdict.Stop stop -> throw stop.fault();
            case Verdict.CreateSlot() ->
                    throw new IllegalStateException("The slot is there, and read.");
        };
    }

    private StoredPosition stored(boolean anew) {
        return anew ? StoredPosition.nothing() : StoredPosition.in(store, plan.name());
    }

    /// What the catalog shows is where the server starts to send, and what is compared later.
    private Lsn confirmed() {
        try (Connection connection = plan.connections().openOrdinary()) {
            return new SourceInspector(connection, plan.connections().options())
                    .slot(plan.slot())
                    .map(SlotState::confirmedFlush)
                    .orElseThrow(() ->
                            new SourceException(
                                    ErrorCode.SOURCE_UNREACHABLE,
                                    "Slot '" + plan.slot() + "' is gone while it was opened.",
                                    "It is tried again."));
        } catch (SQLException closing) {
            throw new SourceException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "Cannot look at slot '" + plan.slot() + "'.",
                    "It is tried again.",
                    closing);
        }
    }

    /// Makes a temporary slot on the connection that is to read it, and begins there: whatever is
    /// stored counted in slots that are gone.
    ///
    /// @throws SourceException also when there is a slot of that name
    Verdict.GoOn beginAnew(PreflightReport report, Connection connection) {
        report.slot().ifPresent(found -> refuse(found));
        Slots.CreatedSlot made =
                new Slots(plan.connections())
                        .create(connection, new Slots.SlotOptions(plan.slot(), true, false));
        LOG.log(
                System.Logger.Level.INFO,
                "created temporary slot ''{0}'' at {1}",
                made.name(),
                made.consistentPoint());
        return switch (verdict(
                report,
                Optional.of(facts(made.consistentPoint(), true)),
                StoredPosition.nothing())) {
            case Verdict.GoOn goOn -> goOn;
            case Verdict.Stop stop -> throw stop.fault();
            case Verdict.CreateSlot() ->
                    throw new IllegalStateException("The slot was made just now.");
        };
    }

    private void refuse(SlotState found) {
        if (found.temporary()) {
            throw new SourceException(
                    ErrorCode.SLOT_IN_USE,
                    "Cannot make temporary slot '" + plan.slot() + "': another connection has it.",
                    "It is tried again. After a connection was lost the server takes a while to"
                            + " notice.");
        }
        throw new SourceException(
                ErrorCode.SOURCE_FAILED,
                "Cannot make temporary slot '%s': expected none of that name, got one that lasts."
                        .formatted(plan.slot()),
                "Name another in 'replication.slot_name', or set 'temporary_slot: false' to read"
                        + " it.");
    }

    /// Moves every task to the beginning of another temporary slot.
    ///
    /// @throws SourceException when that lies before what was read already
    void moveTo(Lsn start, DeliveryLedger ledger, CheckpointKeeper keeper) {
        if (start.isBefore(ledger.streamEnd())) {
            throw new SourceException(
                    ErrorCode.DIVERGED,
                    "Cannot go on with source '%s': expected WAL from %s on, got a slot at %s."
                            .formatted(plan.name(), ledger.streamEnd(), start),
                    "The server is another one than before. Start MeiliBridge anew, and read the"
                            + " tables anew.");
        }
        for (String task : tasks) {
            keeper.place(Checkpoint.at(task, start, clock.instant()));
        }
        keeper.flush();
    }

    /// Stores whose slot is about to be made. Without that, a process that dies before the first
    /// checkpoints are stored leaves a slot that looks like the rest of a lost store.
    private void announceSlot(PreflightReport report) {
        io.meilibridge.replication.ServerFacts server = report.server().orElseThrow();
        store.save(
                new SourceIdentity(
                        plan.name(),
                        server.systemIdentifier(),
                        server.timeline(),
                        plan.slot(),
                        Lsn.INVALID),
                List.of());
    }

    private static ServerFacts.SlotFacts facts(Lsn confirmed, boolean justCreated) {
        return new ServerFacts.SlotFacts(confirmed, justCreated);
    }

    private Verdict verdict(
            PreflightReport report, Optional<ServerFacts.SlotFacts> slot, StoredPosition stored) {
        io.meilibridge.replication.ServerFacts server = report.server().orElseThrow();
        return guard.judge(
                tasks,
                stored,
                new ServerFacts(
                        server.systemIdentifier(),
                        server.timeline(),
                        branchPoints(server.timeline()),
                        server.flushLsn(),
                        slot));
    }

    private Map<Integer, Lsn> branchPoints(int timeline) {
        Map<Integer, Lsn> points = new HashMap<>();
        if (timeline > 1) {
            try (Connection connection = plan.connections().openReplication()) {
                SourceInspector inspector =
                        new SourceInspector(connection, plan.connections().options());
                for (TimelineSwitch left : inspector.timelineHistory(timeline)) {
                    points.put(left.timeline(), left.end());
                }
            } catch (SQLException closing) {
                LOG.log(System.Logger.Level.DEBUG, "a connection did not close", closing);
            }
        }
        return points;
    }

    private void createSlot() {
        Slots slots = new Slots(plan.connections());
        try (Connection connection = plan.connections().openReplication()) {
            Slots.CreatedSlot made =
                    slots.create(
                            connection, new Slots.SlotOptions(plan.slot(), false, plan.failover()));
            LOG.log(
                    System.Logger.Level.INFO,
                    "created slot ''{0}'' at {1}",
                    made.name(),
                    made.consistentPoint());
        } catch (SQLException closing) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close", closing);
        }
    }

    /// Stores where tasks begin that begin anew, also before where they were.
    void store(Verdict.GoOn goOn) {
        store.overwrite(goOn.starts().stream().filter(start -> goOn.isNew(start.task())).toList());
    }

    DeliveryLedger ledger(Verdict.GoOn goOn) {
        return new DeliveryLedger(goOn.start(), goOn.starts(), clock);
    }

    CheckpointKeeper keeper(Verdict.GoOn goOn, DeliveryLedger ledger) {
        return new CheckpointKeeper(store, ledger, goOn.identity(), flush, listener, beforeSave);
    }

    SourceException overtaken(SyncTask task) {
        return new SourceException(
                ErrorCode.SLOT_REPLACED,
                "Slot '"
                        + plan.slot()
                        + "' has passed the checkpoint of task '"
                        + task.id()
                        + "' while the task was not enabled.",
                "Changes between are gone, and 'full_sync' is off for the task. Turn it on and start"
                        + " again: its table is read as a whole.");
    }
}
