package io.meilibridge.config.settings;

/// How a key becomes a document id.
public enum DocumentIdForm {
    /// Integer and uuid keys as they are, all others encoded.
    AUTO,
    /// A text key as it is; values that do not fit become dead letters.
    RAW
}
