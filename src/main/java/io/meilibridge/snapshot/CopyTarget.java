package io.meilibridge.snapshot;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.TableSession.CopyFormat;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.TableStorage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is copied of one table: the columns and rows that the stream has of it.
///
/// @param relation as the stream would announce the table now
/// @param conditions of SQL, with AND between; empty for all rows
/// @param format the binary one costs less on both sides, but not every type has it
record CopyTarget(TableName table, Relation relation, String conditions, CopyFormat format) {

    /// @param published the publication's view of the table: what it leaves out of the stream is
    ///   left out here
    static CopyTarget of(TableState table, PublishedTable published, @Nullable String where) {
        String filter = published.rowFilter().isEmpty() ? "" : " AND " + published.rowFilter();
        String wanted = where == null ? "" : " AND (" + where + "\n)";
        Relation relation = table.relation(published);
        boolean binary =
                relation.columns().stream()
                        .allMatch(column -> TypeCodecs.supportsBinary(column.type()));
        return new CopyTarget(
                table.table(),
                relation,
                filter + wanted,
                binary ? CopyFormat.BINARY : CopyFormat.TEXT);
    }

    int oid() {
        return relation.oid();
    }

    int columnCount() {
        return relation.columns().size();
    }

    /// The row that a message of the copy holds; null when it holds none.
    @Nullable Row row(byte[] message) {
        return switch (format) {
            case TEXT -> CopiedRow.ofText(message, columnCount());
            case BINARY -> CopiedRow.ofBinary(message, columnCount());
        };
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
