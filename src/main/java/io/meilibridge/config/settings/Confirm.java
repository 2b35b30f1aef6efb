package io.meilibridge.config.settings;

/// When a change counts as delivered.
public enum Confirm {
    /// Its Meilisearch task succeeded.
    INDEXED,
    /// Meilisearch accepted it: a failing task then loses it.
    ENQUEUED
}
