package io.meilibridge.event;

/// What an update or delete tells of the row as it was before.
public sealed interface OldRow {

    Row row();

    /// Key tuple 'K': the replica identity's columns only, the others are [ValueKind#ABSENT].
    record Key(Row row) implements OldRow {}

    /// Old tuple 'O': every column, under REPLICA IDENTITY FULL.
    record Full(Row row) implements OldRow {}
}
