package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.checkpoint.FlushSettings;
import io.meilibridge.checkpoint.GuardSettings;
import io.meilibridge.checkpoint.PositionGuard;
import io.meilibridge.checkpoint.StartPositions;
import io.meilibridge.checkpoint.Tenure;
import io.meilibridge.config.settings.CheckpointSettings;
import io.meilibridge.config.settings.OnIndexLost;
import io.meilibridge.config.settings.ReplicationSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.StartPosition;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.event.Lsn;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.SourceDemand;
import io.meilibridge.replication.StreamOptions;
import io.meilibridge.task.BeforeStream;
import io.meilibridge.task.FullSyncKeeper;
import io.meilibridge.task.FullSyncs;
import io.meilibridge.task.LateCopyCare;
import io.meilibridge.task.RowsAgain;
import io.meilibridge.task.SlotOpening;
import io.meilibridge.task.SourceChecks;
import io.meilibridge.task.SourcePlan;
import io.meilibridge.task.SourcePositions;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Makes one configured source, with its sync tasks, into what runs.
final class SourceAssembly {

    private final Settings settings;
    private final SourceSettings source;
    private final CheckpointStore store;
    private final Tenure tenure;
    private final ReliefAssembly.Parts reliefs;
    private final Listeners listeners;
    private final Runnable onTaken;
    private final Clock clock = Clock.systemUTC();
    private final SourcePlan plan;
    private final RowsAgain rows;

    /// @param takesMore whether changes can be sent on just now
    /// @param onTaken told each time the slot was got; throws a PipelineException where it is not
    ///   to be used
    SourceAssembly(
            Settings settings,
            SourceSettings source,
            CheckpointStore store,
            ReliefAssembly.Parts reliefs,
            Listeners listeners,
            BooleanSupplier takesMore,
            Runnable onTaken) {
        this.settings = settings;
        this.source = source;
        this.tenure = new Tenure(store, source.name(), clock);
        this.store = tenure.fenced();
        this.reliefs = reliefs;
        this.listeners = listeners;
        this.onTaken = onTaken;
        this.plan = plan(takesMore);
        this.rows = new RowsAgain(plan.connections());
    }

    RowsAgain rows() {
        return rows;
    }

    /// What was made: the run, and what has to be closed after it.
    ///
    /// @param store where the source writes, as long as no other instance does
    record Assembled(
            SourceRun run,
            SlotOpening opening,
            FullSyncKeeper fullSyncs,
            LateCopyCare lateCopies,
            RowsAgain rows,
            CheckpointStore store) {}

    Assembled assemble(List<SyncTask> tasks) {
        CheckpointSettings checkpoint = settings.checkpoint();
        FullSyncs fullSyncs = new FullSyncs(tasks, store, clock);
        ReliefAssembly relief = reliefs.of(store, fullSyncs, tenure);
        tasks.forEach(relief::add);
        LateCopyCare lateCopies = new LateCopyCare(plan, fullSyncs, store);
        SourcePositions positions =
                new SourcePositions(
                        plan,
                        tasks,
                        store,
                        new PositionGuard(
                                source.name(),
                                plan.slot(),
                                guard(checkpoint),
                                startPositions(),
                                clock),
                        new FlushSettings(checkpoint.flushInterval(), checkpoint.flushBatchSize()),
                        listeners.checkpoints(source.name()),
                        lateCopies::keep,
                        clock);
        SlotOpening opening =
                new SlotOpening(
                        plan,
                        tasks,
                        positions,
                        new SourceChecks(plan, tasks, demand(tasks)),
                        fullSyncs,
                        beforeStream(relief, tasks),
                        tenure,
                        checkpoint.fallbackToStart());
        SourceRun run =
                new SourceRun(
                        plan,
                        tasks,
                        opening,
                        fullSyncs,
                        Backoffs.of(settings.errorHandling().retry()),
                        listeners.sources(),
                        clock);
        return new Assembled(
                run,
                opening,
                new FullSyncKeeper(
                        source.name(),
                        fullSyncs,
                        plan.connections(),
                        store,
                        settings.meilisearch().onIndexLost() == OnIndexLost.RESYNC),
                lateCopies,
                rows,
                store);
    }

    private BeforeStream beforeStream(ReliefAssembly relief, List<SyncTask> tasks) {
        return new BeforeStream() {
            @Override
            public void slotTaken() {
                onTaken.run();
            }

            @Override
            public void begins(Set<String> anew) {
                relief.begin(tasks, anew);
            }
        };
    }

    private GuardSettings guard(CheckpointSettings checkpoint) {
        ReplicationSettings replication = source.replication();
        return new GuardSettings(
                replication.createSlot(), replication.temporarySlot(), checkpoint.verifyPosition());
    }

    /// A task's own start wins over its source's.
    private StartPositions startPositions() {
        Map<String, Lsn> positions = new HashMap<>();
        for (SyncTaskSettings task : settings.tasks()) {
            Lsn start =
                    switch (task.cdc().startPosition()) {
                        case StartPosition.At(Lsn lsn) -> lsn;
                        case StartPosition.Current _, StartPosition.Beginning _ -> null;
                        case null -> source.replication().startLsn();
                    };
            if (start != null && task.source().equals(source.name())) {
                positions.put(task.id(), start);
            }
        }
        return new StartPositions(positions);
    }

    private SourceDemand demand(List<SyncTask> tasks) {
        return SourceOptions.demand(
                source, tasks.stream().map(task -> task.definition().rules()).toList());
    }

    private SourcePlan plan(BooleanSupplier takesMore) {
        ReplicationSettings replication = source.replication();
        return new SourcePlan(
                source.name(),
                new PgConnections(SourceOptions.connection(source), clock),
                new StreamOptions(
                        replication.slotName(),
                        List.of(replication.publication()),
                        replication.protocolVersion(),
                        replication.streaming(),
                        replication.twoPhase(),
                        replication.binary(),
                        replication.messages(),
                        Lsn.INVALID),
                replication.createSlot(),
                replication.createPublication(),
                replication.temporarySlot(),
                replication.failover(),
                replication.statusInterval(),
                replication.heartbeatInterval(),
                settings.performance().bytesToStopAt(),
                settings.performance().eventsToStopAt(),
                takesMore,
                settings.checkpoint().path().resolve("spool").resolve(source.name()));
    }
}
