package io.meilibridge.event;

/// What a table's updates and deletes tell of the old row: `relreplident` in `pg_class`.
public enum ReplicaIdentity {
    /// The primary key's columns, when it changed or the row was deleted.
    DEFAULT,
    /// Nothing; updates and deletes cannot be applied.
    NOTHING,
    /// The whole old row, always.
    FULL,
    /// The columns of one unique index, when they changed or the row was deleted.
    INDEX
}
