package io.meilibridge.telemetry.status;

import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.PipelineException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a sync task has done since the process started. Thread-safe.
public final class TaskTally {

    /// A fault that a task or source met.
    ///
    /// @param since when it came; of a fault that lasts, when it began
    public record Met(PipelineException fault, Instant since) {}

    private final Map<Operation, LongAdder> settled = new EnumMap<>(Operation.class);
    private final LongAdder filtered = new LongAdder();
    private volatile @Nullable Met lastError;

    private final Map<TableName, Map<Operation, LongAdder>> tables = new ConcurrentHashMap<>();
    private final EventRate rate;

    TaskTally(InstantSource clock) {
        rate = new EventRate(clock);
        for (Operation operation : Operation.values()) {
            settled.put(operation, new LongAdder());
        }
    }

    void settled(TableName table, Operation operation, long changes) {
        adder(operation).add(changes);
        tables.computeIfAbsent(table, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(operation, _ -> new LongAdder())
                .add(changes);
        if (operation != Operation.READ) {
            rate.add(changes);
        }
    }

    void filtered(long changes) {
        filtered.add(changes);
    }

    void met(PipelineException fault, Instant since) {
        lastError = new Met(fault, since);
    }

    /// Changes indexed or filtered out; those sent twice count twice.
    public long settled(Operation operation) {
        return adder(operation).sum();
    }

    /// The tables that changes of the task came from.
    public Set<TableName> tables() {
        return Set.copyOf(tables.keySet());
    }

    /// The same of one table.
    public long settled(TableName table, Operation operation) {
        LongAdder adder = tables.getOrDefault(table, Map.of()).get(operation);
        return adder == null ? 0 : adder.sum();
    }

    /// Changes that are settled in a second, over the last ten; rows of full syncs do not count.
    public double perSecond() {
        return rate.perSecond();
    }

    /// When a change was settled last.
    public Optional<Instant> lastSettled() {
        return rate.last();
    }

    private LongAdder adder(Operation operation) {
        return Objects.requireNonNull(settled.get(operation));
    }

    public long filtered() {
        return filtered.sum();
    }

    /// The last fault, also when it has passed since.
    public Optional<Met> lastError() {
        return Optional.ofNullable(lastError);
    }
}
