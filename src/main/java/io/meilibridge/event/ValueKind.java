package io.meilibridge.event;

/// What a row says of one column. SQL NULL, an unchanged TOAST value and a column that the row does
/// not carry are three different things.
public enum ValueKind {
    /// SQL NULL.
    NULL,
    /// A large value that the change did not touch and the server did not send: it exists, is not
    /// NULL, and is not known here.
    UNCHANGED,
    /// The type's text form, UTF-8.
    TEXT,
    /// The type's binary form, as `typsend` writes it.
    BINARY,
    /// The row does not carry the column: a key tuple has only the replica identity's columns.
    ABSENT
}
