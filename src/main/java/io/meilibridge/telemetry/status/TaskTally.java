package io.meilibridge.telemetry.status;

import io.meilibridge.event.Operation;
import io.meilibridge.fault.PipelineException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    TaskTally() {
        for (Operation operation : Operation.values()) {
            settled.put(operation, new LongAdder());
        }
    }

    void settled(Operation operation, long changes) {
        adder(operation).add(changes);
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
