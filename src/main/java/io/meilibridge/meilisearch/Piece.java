package io.meilibridge.meilisearch;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.OfDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A part of a batch that is one request, or, for a clearing by prefix, a few. The parts of one
/// batch name disjoint ids.
sealed interface Piece {

    /// @param operation replace, patch or delete
    record Changes(Operation operation, List<? extends OfDocument> changes) implements Piece {

        /// Both, of at least two changes.
        List<Piece> halves() {
            int middle = changes.size() / 2;
            return List.of(
                    new Changes(operation, changes.subList(0, middle)),
                    new Changes(operation, changes.subList(middle, changes.size())));
        }

        /// The same in parts of at most so many changes.
        List<Piece> parts(int size) {
            List<Piece> parts = new ArrayList<>();
            for (int i = 0; i < changes.size(); i += size) {
                parts.add(
                        new Changes(
                                operation, changes.subList(i, Math.min(i + size, changes.size()))));
            }
            return parts;
        }
    }

    /// Everything in the index.
    record ClearIndex() implements Piece {}

    /// Every document whose id begins with the prefix, found page by page.
    ///
    /// @param offset documents of the index already looked at and left in place
    record ClearPrefix(String prefix, int offset) implements Piece {}

    static Deque<Piece> of(Batch batch) {
        Deque<Piece> pieces = new ArrayDeque<>();
        DeleteAll all = batch.deleteAll();
        if (all != null) {
            pieces.add(
                    all.idPrefix().isEmpty()
                            ? new ClearIndex()
                            : new ClearPrefix(all.idPrefix(), 0));
        }
        add(pieces, Operation.REPLACE, batch.replaces());
        add(pieces, Operation.PATCH, batch.patches());
        add(pieces, Operation.DELETE, batch.deletes());
        return pieces;
    }

    private static void add(
            Deque<Piece> pieces, Operation operation, List<? extends OfDocument> changes) {
        if (!changes.isEmpty()) {
            pieces.add(new Changes(operation, changes));
        }
    }
}
