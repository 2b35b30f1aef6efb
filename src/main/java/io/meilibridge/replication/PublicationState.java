package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A publication as the catalog shows it.
///
/// @param viaRoot whether changes of partitions are announced under the partitioned table's name
/// @param tables those it publishes, each under the name that the stream announces: leaves of
///   partitioned tables unless `viaRoot`
public record PublicationState(
        String name,
        boolean allTables,
        Set<Operation> operations,
        boolean viaRoot,
        Map<TableName, PublishedTable> tables) {

    /// What a publication may publish.
    public enum Operation {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    /// @param rowFilter the WHERE of the publication, empty for all rows (15 and later)
    /// @param columns the published columns; empty on a server before 15, which publishes all
    public record PublishedTable(String rowFilter, List<String> columns) {

        public PublishedTable {
            columns = List.copyOf(columns);
        }

        public boolean publishes(String column) {
            return columns.isEmpty() || columns.contains(column);
        }
    }

    public PublicationState {
        operations = Set.copyOf(operations);
        tables = Map.copyOf(tables);
    }
}
