package io.meilibridge.dev.meilisearch.index;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of a document's top-level fields in their order, shared by all documents that have the
/// same: a node of a tree whose root is the empty document. It counts its documents, so that the
/// field distribution of an index needs no look at documents.
final class FieldShape {

    private final @Nullable FieldShape parent;
    private final String name;
    private Map<String, FieldShape> longer = Map.of();
    private int documents;

    private FieldShape(@Nullable FieldShape parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    static FieldShape root() {
        return new FieldShape(null, "");
    }

    /// Scheduler only.
    FieldShape with(String field) {
        FieldShape known = longer.get(field);
        if (known != null) {
            return known;
        }
        if (longer.isEmpty()) {
            longer = new HashMap<>(2);
        }
        FieldShape added = new FieldShape(this, field);
        longer.put(field, added);
        return added;
    }

    void add(int count) {
        documents += count;
    }

    /// Adds what this shape and those that continue it count to the counts by field.
    void distribute(Map<String, Integer> counts) {
        if (documents > 0) {
            for (FieldShape node = this; node.parent != null; node = node.parent) {
                counts.merge(node.name, documents, Integer::sum);
            }
        }
        longer.values().forEach(child -> child.distribute(counts));
    }
}
