package io.meilibridge.snapshot;

import io.meilibridge.event.Relation;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.TableStorage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is copied of one table: the columns and rows that the stream has of it.
///
/// @param relation as the stream would announce the table now
/// @param conditions of SQL, with AND between; empty for all rows
record CopyTarget(TableName table, Relation relation, String conditions) {

    /// @param published the publication's view of the table: what it leaves out of the stream is
    ///   left out here
    static CopyTarget of(TableState table, PublishedTable published, @Nullable String where) {
        String filter = published.rowFilter().isEmpty() ? "" : " AND " + published.rowFilter();
        String wanted = where == null ? "" : " AND (" + where + "\n)";
        return new CopyTarget(table.table(), table.relation(published), filter + wanted);
    }

    int oid() {
        return relation.oid();
    }

    int columnCount() {
        return relation.columns().size();
    }

    /// Every partition and heir is read through the table, so that a right to read it is enough.
    String query(PageRanges.Range range) {
        return relation.columns().stream()
                .map(column -> TableName.quote(column.name()))
                .collect(
                        Collectors.joining(
                                ", ",
                                "SELECT ",
                                " FROM "
                                        + table.quoted()
                                        + " WHERE "
                                        + TableStorage.within(range.first(), range.end())
                                        + conditions));
    }
}
