package io.meilibridge.event;

import org.jspecify.annotations.Nullable;

/// What happened to one row, or to a whole table, in a committed transaction.
public sealed interface ChangeEvent {

    Relation relation();

    Position position();

    /// A row as a snapshot read it. Its position is the one that the snapshot stands at.
    ///
    /// @param overOld whether a document of the row may be there already, which has to go where the
    ///   row makes none any more
    record Read(Relation relation, Position position, Row row, boolean overOld)
            implements ChangeEvent {}

    record Insert(Relation relation, Position position, Row row) implements ChangeEvent {}

    /// @param old null unless the replica identity's columns changed, or it is FULL
    /// @param row may have unchanged TOAST columns
    record Update(Relation relation, Position position, @Nullable OldRow old, Row row)
            implements ChangeEvent {}

    record Delete(Relation relation, Position position, OldRow old) implements ChangeEvent {}

    record Truncate(Relation relation, Position position) implements ChangeEvent {}
}
