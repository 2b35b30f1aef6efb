package io.meilibridge.config.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Settings of an index in the form of the Meilisearch API; empty when none are given.
public record IndexSettings(ObjectNode json) {
    public IndexSettings {
        json = json.deepCopy();
    }

    /// A copy that the caller may change.
    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    public boolean isEmpty() {
        return json.isEmpty();
    }

    /// These settings where the others have none of that name.
    public IndexSettings over(IndexSettings others) {
        ObjectNode both = others.json();
        both.setAll(json);
        return new IndexSettings(both);
    }
}
