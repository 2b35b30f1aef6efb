package io.meilibridge.config.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The Redis server; without a URL none is used.
///
/// @param url without user, password and database
public record RedisSettings(
        @Nullable URI url,
        @Nullable String user,
        @Nullable Secret password,
        int database,
        String keyPrefix,
        PoolSettings pool) {}
