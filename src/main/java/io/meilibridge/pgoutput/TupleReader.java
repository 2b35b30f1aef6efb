package io.meilibridge.pgoutput;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;

/// Reads the rows in Insert, Update and Delete messages as views: per row it makes one array and
/// the row, and copies no value. "TupleData", protocol 1; binary values since PostgreSQL 14.
final class TupleReader {

    private final ByteReader reader;

    TupleReader(ByteReader reader) {
        this.reader = reader;
    }

    /// A whole row.
    Row row(Relation relation) {
        return read(relation, ValueKind.NULL);
    }

    /// A key tuple. The server sends every column and gives those that it does not tell of as NULL.
    /// Columns of a replica identity are never NULL, so here NULL always means: not told.
    ///
    /// [io.meilibridge.event.Column#key] does not decide it, for a partition that is published as
    /// its root sends the columns of its own replica identity under the Relation message of the
    /// root's.
    Row key(Relation relation) {
        return read(relation, ValueKind.ABSENT);
    }

    private Row read(Relation relation, ValueKind whereNull) {
        int columns = reader.readInt16("the number of columns");
        if (columns != relation.columns().size()) {
            throw reader.fault(
                    reader.position() - Short.BYTES,
                    relation.columns().size() + " columns",
                    Integer.toString(columns));
        }
        int[] layout = new int[3 * columns];
        for (int i = 0; i < layout.length; i += 3) {
            byte kind = reader.readByte("the kind of a column");
            switch (kind) {
                case 't' -> value(layout, i, ValueKind.TEXT);
                case 'b' -> value(layout, i, ValueKind.BINARY);
                case 'n' -> layout[i] = whereNull.tag();
                case 'u' -> layout[i] = ValueKind.UNCHANGED.tag();
                default ->
                        throw reader.fault(
                                reader.position() - 1,
                                "the column kind 'n', 'u', 't' or 'b' of column '"
                                        + relation.columns().get(i / 3).name()
                                        + "'",
                                ByteReader.hex(kind));
            }
        }
        return new Row(reader.frame(), layout);
    }

    private void value(int[] layout, int at, ValueKind kind) {
        int length = reader.readLength("a value's length");
        layout[at] = kind.tag();
        layout[at + 1] = reader.position();
        layout[at + 2] = length;
        reader.skip(length);
    }
}
