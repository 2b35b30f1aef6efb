package io.meilibridge.config.settings;

/// What follows when Meilisearch lost an index that was filled.
public enum OnIndexLost {
    RESYNC,
    STOP
}
