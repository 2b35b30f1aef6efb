package io.meilibridge.document;

import io.meilibridge.event.Position;

/// What an index shall hold after a change.
public sealed interface DocumentChange {

    /// Where the change comes from in the stream.
    Position position();

    /// A change of one document.
    sealed interface OfDocument extends DocumentChange {

        DocumentId id();
    }

    /// The document is exactly this one afterwards. It carries the key field.
    record Replace(Position position, DocumentId id, Document document) implements OfDocument {}

    /// The document's top-level fields named here become these; its other fields stay. Without a
    /// document of that id nothing happens. It carries the key field.
    record Patch(Position position, DocumentId id, Document document) implements OfDocument {}

    /// There is no document of that id afterwards.
    record Delete(Position position, DocumentId id) implements OfDocument {}

    /// There is no document of the task afterwards.
    ///
    /// @param idPrefix what the ids of the task's documents begin with; empty: the whole index is
    ///   the task's
    record DeleteAll(Position position, String idPrefix) implements DocumentChange {}
}
