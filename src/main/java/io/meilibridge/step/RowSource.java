package io.meilibridge.step;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import java.util.List;

/// Where rows are read again: the table as it is now.
public interface RowSource {

    /// The rows that have these keys, in any order; a key without a row is left out. Asked once per
    /// batch and relation.
    ///
    /// Values are in text form under the session settings of the stream, or in binary form: the
    /// same value has to have the same text as in the stream, since rows are told apart by it.
    ///
    /// @param relation whose columns, in its order, the rows have; a column that the table has no
    ///   more is [io.meilibridge.event.ValueKind#ABSENT]
    /// @param keyColumns the places of the key's columns in the relation
    /// @param keys rows of the relation of which only the key's columns are known; none twice
    List<Row> read(Relation relation, int[] keyColumns, List<Row> keys);
}
