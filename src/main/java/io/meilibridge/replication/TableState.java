package io.meilibridge.replication;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A table as the catalog shows it at this moment. The stream may still be at an older shape; what
/// streamed rows look like only the stream's own relation tells.
///
/// @param oid unsigned 32 bit
/// @param partitionOf the topmost table that this is a partition of
/// @param columns in the table's order
/// @param primaryKey empty when there is none
/// @param identityColumns the columns that updates and deletes tell of the old row; all for
///   [ReplicaIdentity#FULL]
/// @param uniqueKeys the column sets of unique indexes that are valid, immediate and whole
/// @param parts the leaves of a partitioned table, the heirs of an inherited one; for each its own
///   identity columns
/// @param rowsHidden whether row security hides rows from us
public record TableState(
        int oid,
        TableName table,
        Kind kind,
        Optional<TableName> partitionOf,
        List<TableColumn> columns,
        List<String> primaryKey,
        ReplicaIdentity replicaIdentity,
        List<String> identityColumns,
        List<Set<String>> uniqueKeys,
        List<Part> parts,
        boolean rowsHidden) {

    /// What a table is to replication.
    public enum Kind {
        TABLE,
        PARTITIONED,
        /// A table with heirs in the old style (INHERITS).
        INHERITED,
        /// Writes no WAL, so that nothing of it can be streamed.
        UNLOGGED,
        /// A view, materialised view, foreign table or something else that is not streamed.
        OTHER
    }

    /// A column.
    ///
    /// @param type as a Relation message would name it
    /// @param sqlType the type as SQL writes it, with its modifier
    /// @param generated whether PostgreSQL computes it; such columns are not in the stream
    /// @param readable whether we may SELECT it
    public record TableColumn(
            String name,
            ColumnType type,
            int typeModifier,
            String sqlType,
            boolean notNull,
            boolean generated,
            boolean readable) {}

    /// A partition or heir.
    public record Part(TableName table, ReplicaIdentity identity, List<String> identityColumns) {

        public Part {
            identityColumns = List.copyOf(identityColumns);
        }
    }

    public TableState {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        identityColumns = List.copyOf(identityColumns);
        uniqueKeys = List.copyOf(uniqueKeys);
        parts = List.copyOf(parts);
    }

    public Optional<TableColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /// What the stream would announce of the table now, for rows that are read rather than
    /// streamed: without generated columns, which it does not send.
    ///
    /// @param published the publication's view of the table
    public Relation relation(PublicationState.PublishedTable published) {
        List<Column> announced =
                columns.stream()
                        .filter(column -> !column.generated() && published.publishes(column.name()))
                        .map(this::announced)
                        .toList();
        return new Relation(oid, table, replicaIdentity, announced);
    }

    private Column announced(TableColumn column) {
        boolean key = identityColumns.contains(column.name());
        return new Column(column.name(), column.type(), column.typeModifier(), key);
    }
}
