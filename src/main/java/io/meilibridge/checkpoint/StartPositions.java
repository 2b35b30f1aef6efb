package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where tasks that have no checkpoint start, as the configuration says. A task that it says
/// nothing of starts at the slot's confirmed position.
///
/// @param byTask valid positions; commits below them are skipped
public record StartPositions(Map<String, Lsn> byTask) {

    public static final StartPositions NONE = new StartPositions(Map.of());

    public StartPositions {
        byTask = Map.copyOf(byTask);
    }

    /// Whether each of these tasks has one.
    boolean areOf(Set<String> tasks) {
        return !tasks.isEmpty() && byTask.keySet().containsAll(tasks);
    }

    boolean isOf(String task) {
        return byTask.containsKey(task);
    }

    Lsn of(String task, Lsn confirmed) {
        return byTask.getOrDefault(task, confirmed);
    }

    /// Why one of these tasks cannot start where it should. Below its confirmed position a slot
    /// would silently start later, and above what the server has flushed there is nothing yet.
    ///
    /// @param tasks those without a checkpoint
    @Nullable SourceException fault(Set<String> tasks, String slot, ServerFacts server) {
        for (String task : tasks) {
            Lsn wanted = byTask.get(task);
            if (wanted == null) {
                continue;
            }
            if (wanted.isAfter(server.flushLsn())) {
                return unreachable(
                        task, wanted, "a position up to the server's " + server.flushLsn());
            }
            if (server.slot().isEmpty()) {
                return unreachable(
                        task, wanted, "slot '" + slot + "', since a new one begins after it");
            }
            Lsn confirmed = server.slot().get().confirmedFlush();
            if (wanted.isBefore(confirmed)) {
                return unreachable(
                        task,
                        wanted,
                        "a position from " + confirmed + " on, which slot '" + slot + "' has");
            }
        }
        return null;
    }

    private static SourceException unreachable(String task, Lsn wanted, String expected) {
        return new SourceException(
                ErrorCode.POSITION_UNREACHABLE,
                "Cannot start task '%s' where it should: expected %s, got %s."
                        .formatted(task, expected, wanted),
                "Correct the task's 'cdc.start_position', or 'replication.start_lsn'; '0/0' is the"
                        + " slot's own position.");
    }
}
