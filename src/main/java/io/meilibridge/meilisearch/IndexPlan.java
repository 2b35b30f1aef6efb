package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.IndexUid;
import java.util.Objects;

/// What an index has to be before the first document enters it.
///
/// @param settings as Meilisearch's settings routes take them; empty for none
/// @param create whether it may be made when it is not there
public record IndexPlan(IndexUid index, ObjectNode settings, boolean create) {

    public IndexPlan {
        Objects.requireNonNull(index, "index is null");
        settings = settings.deepCopy();
    }
}
