package io.meilibridge.config.settings;

/// One PostgreSQL database with the slot that is read from it.
public record SourceSettings(
        String name,
        ConnectionSettings connection,
        PoolSettings pool,
        ReplicationSettings replication) {}
