package io.meilibridge.document;

import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.OfDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The documents that the stream changed since rows began to be read beside it. What was read of
/// such a document may be older than what the stream brought, so it is left out: the stream brings
/// every later state too.
///
/// Opened before the snapshot of the rows is taken, by any thread; everything else is done by the
/// thread that reads the stream.
public final class Window {

    /// More changed documents than this cost more memory than reading the chunk again.
    public static final int IDS_MAX = 100_000;

    private final Set<DocumentId> changed = new HashSet<>();
    private boolean all;
    private boolean overflowed;

    void record(List<DocumentChange> changes) {
        for (DocumentChange change : changes) {
            switch (change) {
                case OfDocument ofDocument -> record(ofDocument.id());
                case DeleteAll _ -> all = true;
            }
        }
    }

    private void record(DocumentId id) {
        if (changed.size() < IDS_MAX) {
            changed.add(id);
        } else {
            overflowed |= !changed.contains(id);
        }
    }

    /// Whether more changed than is kept: which of the rows are still good is not known then.
    public boolean hasOverflowed() {
        return overflowed;
    }

    /// Those of the changes that rows as they were read make, that the stream has not overtaken.
    public List<DocumentChange> current(List<DocumentChange> read) {
        if (all) {
            return List.of();
        }
        if (changed.isEmpty()) {
            return read;
        }
        List<DocumentChange> current = new ArrayList<>(read.size());
        for (DocumentChange change : read) {
            if (!(change instanceof OfDocument of) || !changed.contains(of.id())) {
                current.add(change);
            }
        }
        return current;
    }
}
