package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.replication.PublicationState.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What the configuration wants of a source.
///
/// @param createSlot whether a missing slot is made by us, so that its absence is no fault
/// @param createPublication whether a missing publication is made by us; with several publications
///   each is expected to exist
public record SourceDemand(
        String slot,
        boolean createSlot,
        List<String> publications,
        boolean createPublication,
        List<TableDemand> tables) {

    /// What one sync task wants of its table.
    ///
    /// @param key the columns that identify a row; empty for the primary key, else the replica
    ///   identity's index
    /// @param columns those that the task cannot do without, beside the key
    /// @param operations those that the task acts on
    public record TableDemand(
            TableName table, List<String> key, List<String> columns, Set<Operation> operations) {

        public TableDemand {
            Objects.requireNonNull(table, "table is null");
            key = List.copyOf(key);
            columns = List.copyOf(columns);
            operations = Set.copyOf(operations);
        }

        /// All operations, the default key, no column in particular.
        public static TableDemand of(TableName table) {
            return new TableDemand(table, List.of(), List.of(), Set.of(Operation.values()));
        }
    }

    public SourceDemand {
        Objects.requireNonNull(slot, "slot is null");
        publications = List.copyOf(publications);
        tables = List.copyOf(tables);
        if (publications.isEmpty()) {
            throw new IllegalArgumentException("A source needs a publication.");
        }
    }
}
