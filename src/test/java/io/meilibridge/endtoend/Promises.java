package io.meilibridge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.event.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a writer has done to rows and how far each commit reaches, to compare with what an index
/// holds when the slot says that a commit is confirmed. Every row that is written carries a version
/// of its own; versions grow. Thread-safe.
final class Promises {

    /// A row of a table, and so a document of the index of the same name.
    record RowKey(String table, int id) {}

    private static final class State {

        final long version;
        final boolean present;

        /// Whether the row was gone at some moment of the transaction that left it so: its changes
        /// may arrive in several batches.
        final boolean wasAbsent;

        Lsn committedBy;

        State(long version, boolean present, boolean wasAbsent, Lsn committedBy) {
            this.version = version;
            this.present = present;
            this.wasAbsent = wasAbsent;
            this.committedBy = committedBy;
        }
    }

    private final Map<RowKey, List<State>> states = new HashMap<>();
    private final Lsn never = new Lsn(-1);

    /// What one transaction is about to do. It counts as possible from now on.
    final class Intent {

        private final Map<RowKey, State> changes = new HashMap<>();

        void leaves(RowKey row, long version, boolean present) {
            @Nullable State earlier = changes.get(row);
            boolean wasAbsent = !present || (earlier != null && earlier.wasAbsent);
            State state = new State(version, present, wasAbsent, never);
            changes.put(row, state);
            synchronized (Promises.this) {
                List<State> known = states.computeIfAbsent(row, _ -> new ArrayList<>());
                if (earlier != null) {
                    known.remove(earlier);
                }
                known.add(state);
            }
        }

        /// @param reached a position of the WAL at or after the end of the commit
        void committed(Lsn reached) {
            synchronized (Promises.this) {
                changes.values().forEach(state -> state.committedBy = reached);
            }
        }

        void rolledBack() {
            synchronized (Promises.this) {
                changes.forEach((row, state) -> states.getOrDefault(row, List.of()).remove(state));
            }
        }
    }

    /// Every row whose document is older than what the slot says is safe.
    ///
    /// @param confirmed the slot's confirmed flush LSN
    /// @param documents by index, as they were at that moment or later
    synchronized List<String> broken(Lsn confirmed, Map<String, Map<String, JsonNode>> documents) {
        List<String> broken = new ArrayList<>();
        states.forEach((row, known) -> {
            int last = known.size() - 1;
            while (last >= 0 && known.get(last).committedBy.isAfter(confirmed)) {
                last--;
            }
            if (last >= 0) {
                List<State> allowed = known.subList(last, known.size());
                JsonNode found =
                        documents.getOrDefault(row.table(), Map.of()).get(String.valueOf(row.id()));
                if (!isAllowed(allowed, found)) {
                    broken.add(
                            "%s %d: confirmed %s, expected version %d%s or newer, found %s"
                                    .formatted(
                                            row.table(),
                                            row.id(),
                                            confirmed,
                                            allowed.getFirst().version,
                                            allowed.getFirst().present ? "" : " (deleted)",
                                            found == null ? "none" : found.path("version")));
                }
            }
        });
        return broken;
    }

    private static boolean isAllowed(List<State> allowed, @Nullable JsonNode found) {
        if (found == null) {
            return !allowed.getFirst().present
                    || allowed.stream().skip(1).anyMatch(state -> state.wasAbsent);
        }
        return found.path("version").asLong() >= allowed.getFirst().version;
    }
}
