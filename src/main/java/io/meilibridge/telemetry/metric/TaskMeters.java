package io.meilibridge.telemetry.metric;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Counts what becomes of the changes of each task: a few counter increments a run of changes.
final class TaskMeters implements TaskListener {

    private record Kind(TableName table, Operation operation) {}

    private record Reread(String task, RereadReason reason) {}

    private record Refused(String task, String reason) {}

    private record Events(Counter processed, Counter alias) {}

    private final MeterRegistry registry;
    private final FaultMeters faults;
    private final InstantSource clock;
    private final TaskFacts facts;
    private final Map<Kind, Events> events = new ConcurrentHashMap<>();
    private final Map<Reread, Counter> rereads = new ConcurrentHashMap<>();
    private final Map<Refused, AtomicLong> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> rows = new ConcurrentHashMap<>();
    private final Map<String, Counter> filtered = new ConcurrentHashMap<>();
    private final Map<String, Timer> freshness = new ConcurrentHashMap<>();

    /// What is known of a task by its id.
    ///
    /// @param tableOf the table's name
    /// @param clockOffsetOf how far the clock of the task's server is ahead of ours
    record TaskFacts(Function<String, String> tableOf, Function<String, Duration> clockOffsetOf) {}

    TaskMeters(MeterRegistry registry, FaultMeters faults, InstantSource clock, TaskFacts facts) {
        this.registry = registry;
        this.faults = faults;
        this.clock = clock;
        this.facts = facts;
    }

    /// Has the task's series there from the start, at zero, so that a rate sees the first change.
    void register(String task, TableName table) {
        for (Operation operation : Operation.values()) {
            if (operation != Operation.READ) {
                events(new Kind(table, operation));
            }
        }
        filteredOf(task);
        freshnessOf(task);
        rowsOf(task);
    }

    @Override
    public void stateChanged(String task, TaskState before, TaskState after) {
        switch (after) {
            case TaskState.Stopped stopped -> stopped(task, stopped.fault());
            case TaskState.Retrying retrying -> faults.error(retrying.fault());
            case TaskState.Starting _,
                    TaskState.Snapshotting _,
                    TaskState.Streaming _,
                    TaskState.BackPressured _,
                    TaskState.Paused _ -> {}
        }
    }

    private void stopped(String task, PipelineException fault) {
        faults.error(fault);
        boolean aboutChanges =
                fault instanceof MappingException
                        || fault instanceof DecodeException
                        || (fault instanceof DeliveryException
                                && fault.code() == ErrorCode.TASK_FAILED);
        if (aboutChanges) {
            faults.failedEvent(facts.tableOf().apply(task), FaultMeters.reason(fault.code()));
        }
    }

    @Override
    public void settled(String task, TableName table, Operation operation, long changes) {
        if (operation == Operation.READ) {
            rowsOf(task).increment((double) changes);
            return;
        }
        Events of = events(new Kind(table, operation));
        of.processed().increment((double) changes);
        of.alias().increment((double) changes);
    }

    private Counter rowsOf(String task) {
        return rows.computeIfAbsent(
                task,
                _ ->
                        Counter.builder(MetricNames.SNAPSHOT_ROWS)
                                .description("Rows of full syncs settled: indexed, or left out")
                                .tag(MetricNames.TASK, task)
                                .register(registry));
    }

    private Events events(Kind kind) {
        return events.computeIfAbsent(
                kind,
                _ ->
                        new Events(
                                counter(MetricNames.EVENTS_PROCESSED, kind),
                                counter(MetricNames.EVENTS, kind)));
    }

    private Counter counter(String name, Kind kind) {
        return Counter.builder(name)
                .description("Changes settled: indexed, or filtered out")
                .tag(MetricNames.TABLE, kind.table().toString())
                .tag(MetricNames.EVENT_TYPE, kind.operation().label())
                .register(registry);
    }

    @Override
    public void runSettled(String task, @Nullable Instant firstCommit) {
        if (firstCommit == null) {
            return;
        }
        Instant committed = firstCommit.minus(facts.clockOffsetOf().apply(task));
        Duration age = Duration.between(committed, clock.instant());
        freshnessOf(task).record(age.isNegative() ? Duration.ZERO : age);
    }

    private Timer freshnessOf(String task) {
        return freshness.computeIfAbsent(
                task,
                _ ->
                        Histograms.ofFreshness(
                                registry,
                                MetricNames.COMMIT_TO_INDEXED,
                                "From the commit of a run's first change until it is settled",
                                task));
    }

    @Override
    public void retrying(String task, PipelineException fault) {
        faults.retry(fault);
    }

    @Override
    public void met(String task, PipelineException fault) {
        faults.error(fault);
    }

    @Override
    public void refused(String task, DeadLetter letter) {
        String reason = FaultMeters.reason(letter.code());
        faults.failedEvent(letter.table().toString(), reason);
        refusedOf(new Refused(task, reason)).incrementAndGet();
    }

    /// A gauge that only grows: Prometheus's client takes the name of a counter without its ending
    /// for the counter's own, and a gauge has that name.
    private AtomicLong refusedOf(Refused kind) {
        return refused.computeIfAbsent(
                kind,
                _ -> {
                    AtomicLong count = new AtomicLong();
                    Gauge.builder(MetricNames.DEAD_LETTERS_TOTAL, count, AtomicLong::doubleValue)
                            .description("Changes kept as dead letters since the start")
                            .tag(MetricNames.TASK, kind.task())
                            .tag(MetricNames.REASON, kind.reason())
                            .register(registry);
                    return count;
                });
    }

    @Override
    public void reread(String task, RereadReason reason) {
        rereads.computeIfAbsent(new Reread(task, reason), this::rereads).increment();
    }

    private Counter rereads(Reread kind) {
        return Counter.builder(MetricNames.REREADS)
                .description("Rows read again, because their change did not carry all of them")
                .tag(MetricNames.TASK, kind.task())
                .tag(MetricNames.REASON, kind.reason().label())
                .register(registry);
    }

    @Override
    public void filtered(String task, long changes) {
        filteredOf(task).increment((double) changes);
    }

    private Counter filteredOf(String task) {
        return filtered.computeIfAbsent(
                task,
                _ ->
                        Counter.builder(MetricNames.FILTERED)
                                .description("Changes dropped by the task's own rules")
                                .tag(MetricNames.TASK, task)
                                .register(registry));
    }
}
