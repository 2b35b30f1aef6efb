package io.meilibridge.event;

import java.util.List;
import java.util.Objects;

/// A table as the stream announced it: the schema of the rows that follow, until it is announced
/// again. Two announcements are two instances, so identity tells whether a plan made for one still
/// fits.
///
/// @param oid unsigned 32 bit
public record Relation(
        int oid, TableName table, ReplicaIdentity replicaIdentity, List<Column> columns) {

    public Relation {
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(replicaIdentity, "replicaIdentity is null");
        columns = List.copyOf(columns);
    }

    /// The place of a column in each row, −1 when the table has none of that name.
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(oid) + " (" + table + ")";
    }
}
