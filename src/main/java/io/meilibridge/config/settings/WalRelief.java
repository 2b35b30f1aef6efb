package io.meilibridge.config.settings;

/// Where batches are set aside while Meilisearch is away, so that WAL can go.
public enum WalRelief {
    OFF,
    REDIS
}
