package io.meilibridge.batch;

import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.fault.Failpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes of one task that gather for one index, folded per document id: applying a batch has the
/// effect of applying its changes one by one. A delete-all drops what was gathered before it and is
/// applied before what came after.
///
/// Not thread-safe: whoever fills it hands it over when it is complete.
public final class Batch {

    private static final boolean KEEP_AT_TRUNCATE = Failpoints.on("truncate-keeps-batch");

    // Linked, so that it is walked in the order in which the documents lie in memory: several
    // megabytes, read in the order of hashes, miss the caches for every document.
    private final Map<DocumentId, OfDocument> changes = new LinkedHashMap<>();
    private @Nullable DeleteAll deleteAll;
    private int rows;
    private long bytes;

    public void add(DocumentChange change) {
        rows++;
        switch (change) {
            case OfDocument ofDocument -> addDocument(ofDocument);
            case DeleteAll all -> {
                if (!KEEP_AT_TRUNCATE) {
                    changes.clear();
                    bytes = 0;
                }
                deleteAll = all;
            }
        }
    }

    public void addAll(List<DocumentChange> added) {
        for (int i = 0; i < added.size(); i++) {
            add(added.get(i));
        }
    }

    /// Adds what came after this one.
    public void append(Batch later) {
        if (later.deleteAll != null) {
            add(later.deleteAll);
        }
        later.changes.values().forEach(this::add);
    }

    private void addDocument(OfDocument later) {
        OfDocument earlier = changes.put(later.id(), later);
        OfDocument folded = later;
        if (earlier != null) {
            bytes -= bytes(earlier);
            folded = Coalescing.fold(earlier, later);
            if (!folded.equals(later)) {
                changes.put(later.id(), folded);
            }
        }
        bytes += bytes(folded);
    }

    private static long bytes(OfDocument change) {
        return switch (change) {
            case Replace replace -> replace.document().length() + 1L;
            case Patch patch -> patch.document().length() + 1L;
            case Delete delete -> delete.id().value().length() + 3L;
        };
    }

    /// Changes added, folded ones included.
    public int rows() {
        return rows;
    }

    /// What the changes render to.
    public long bytes() {
        return bytes;
    }

    public boolean isFull(BatchLimits limits) {
        return rows >= limits.rowsMax() || bytes >= limits.bytesMax();
    }

    /// Present: every document of the task goes before the changes are applied.
    public @Nullable DeleteAll deleteAll() {
        return deleteAll;
    }

    public int changeCount() {
        return changes.size();
    }

    public List<Replace> replaces() {
        return only(Replace.class);
    }

    public List<Patch> patches() {
        return only(Patch.class);
    }

    public List<Delete> deletes() {
        return only(Delete.class);
    }

    private <T extends OfDocument> List<T> only(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (OfDocument change : changes.values()) {
            if (kind.isInstance(change)) {
                found.add(kind.cast(change));
            }
        }
        return found;
    }
}
