package io.meilibridge.config.settings;

/// When a start copies the whole table.
public enum OnStart {
    NEVER,
    /// When the task has no checkpoint.
    MISSING,
    ALWAYS
}
