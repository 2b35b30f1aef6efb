package io.meilibridge.telemetry.status;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What can be told at any moment of the sources and tasks that run: a look at each from outside
/// and, put together with what the pipeline knows of itself, how far each is behind. Thread-safe.
public final class StatusBoard implements AutoCloseable {

    private record Watched(SourceRun run, SourceLag lag, SlotWatch slot) {}

    private final Tallies tallies;
    private final SourceActivity activity = new SourceActivity();
    private final InstantSource clock;
    private final Duration interval;
    private volatile Map<String, Watched> sources = Map.of();

    /// @param interval between two looks at each source's server
    public StatusBoard(InstantSource clock, Duration interval) {
        this.tallies = new Tallies(clock);
        this.clock = clock;
        this.interval = interval;
    }

    /// Watches these sources from now on, and no others.
    public synchronized void watch(Bridge bridge) {
        close();
        Map<String, Watched> watched = new LinkedHashMap<>();
        for (SourceRun run : bridge.sources()) {
            SourceLag lag = new SourceLag(clock.instant());
            SlotWatch slot =
                    new SlotWatch(
                            run.plan(),
                            clock,
                            interval,
                            reading ->
                                    lag.measure(
                                            Progress.of(run),
                                            Optional.of(reading),
                                            clock.instant()));
            watched.put(run.plan().name(), new Watched(run, lag, slot));
        }
        sources = watched;
        watched.values().forEach(each -> each.slot().start());
    }

    public Tallies tallies() {
        return tallies;
    }

    public SourceActivity activity() {
        return activity;
    }

    /// What the last look at the source's server showed; empty when it failed.
    public Optional<SlotReading> reading(String source) {
        return Optional.ofNullable(sources.get(source)).flatMap(each -> each.slot().reading());
    }

    /// How far the source is behind; empty while nothing is known.
    public Optional<Lag> lag(String source) {
        return Optional.ofNullable(sources.get(source))
                .flatMap(each ->
                        each.lag()
                                .measure(
                                        Progress.of(each.run()),
                                        each.slot().reading(),
                                        clock.instant()));
    }

    /// How far a task is behind what its source has read; empty while nothing is known.
    public Optional<Lag> lag(SyncTask task) {
        return ledger(task).map(ledger -> taskLag(task, ledger));
    }

    private Lag taskLag(SyncTask task, DeliveryLedger ledger) {
        long bytes = ledger.streamEnd().bytesSince(ledger.checkpoint(task.id()).lsn());
        boolean holds = task.takesChanges() || ledger.heldEvents(task.id()) > 0;
        if (bytes <= 0 || !holds) {
            return Lag.NONE;
        }
        Duration offset =
                reading(task.definition().source())
                        .map(SlotReading::clockOffset)
                        .orElse(Duration.ZERO);
        TaskState state = task.state();
        Instant since =
                ledger.oldestCommit(task.id())
                        .map(commit -> commit.minus(offset))
                        .orElseGet(() -> state.takesChanges() ? clock.instant() : state.since());
        Duration age = Duration.between(since, clock.instant());
        return new Lag(bytes, age.isNegative() ? Duration.ZERO : age);
    }

    /// How far the task is settled; empty before its source's first stream.
    public Optional<Checkpoint> checkpoint(SyncTask task) {
        return ledger(task).map(ledger -> ledger.checkpoint(task.id()));
    }

    /// Changes that wait in the stream for a task that is held.
    public long heldEvents(SyncTask task) {
        return ledger(task).map(ledger -> ledger.heldEvents(task.id())).orElse(0L);
    }

    private Optional<DeliveryLedger> ledger(SyncTask task) {
        return Optional.ofNullable(sources.get(task.definition().source()))
                .map(each -> each.run().opened())
                .map(OpenedStream::ledger);
    }

    @Override
    public void close() {
        sources.values().forEach(each -> each.slot().close());
    }
}
