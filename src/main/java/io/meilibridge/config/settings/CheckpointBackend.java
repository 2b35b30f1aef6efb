package io.meilibridge.config.settings;

/// Where checkpoints are kept.
public enum CheckpointBackend {
    /// Nowhere: each start is a full sync.
    MEMORY,
    FILE,
    REDIS
}
