package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;

/// A single value.
///
/// @param text the value after expansion
/// @param written the value as it was written, the only form that a finding may show
/// @param form what YAML takes the text for
public record Scalar(String text, String written, Form form, Origin origin) implements Node {

    /// YAML's own reading of a value; quoted text is always `TEXT`.
    public enum Form {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    public Scalar(String text, Form form, Origin origin) {
        this(text, text, form, origin);
    }
}
