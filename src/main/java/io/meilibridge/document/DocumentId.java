package io.meilibridge.document;

import java.util.Objects;

/// A document's id as Meilisearch compares it: the integer `7` and the text `"7"` are one id, `7`.
public record DocumentId(String value) {

    public DocumentId {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return value;
    }
}
