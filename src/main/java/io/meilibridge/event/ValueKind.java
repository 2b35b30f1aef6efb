package io.meilibridge.event;

/// What a row says of one column. SQL NULL, an unchanged TOAST value and a column that the row does
/// not carry are three different things.
public enum ValueKind {
    /// SQL NULL.
    NULL(0),
    /// A large value that the change did not touch and the server did not send: it exists, is not
    /// NULL, and is not known here.
    UNCHANGED(1),
    /// The type's text form, UTF-8.
    TEXT(2),
    /// The type's binary form, as `typsend` writes it.
    BINARY(3),
    /// The row does not carry the column: a key tuple has only the replica identity's columns.
    ABSENT(4);

    private static final ValueKind[] BY_TAG = values();

    private final int tag;

    ValueKind(int tag) {
        this.tag = tag;
    }

    /// The number that stands for the kind in a row's layout.
    public int tag() {
        return tag;
    }

    static ValueKind of(int tag) {
        return BY_TAG[tag];
    }
}
