package io.meilibridge.config.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A pool of connections.
///
/// @param idleTimeout zero keeps idle connections for ever
/// @param keepaliveInterval how often an idle connection is tried; null for never
public record PoolSettings(
        int maxSize,
        int minIdle,
        Duration acquireTimeout,
        Duration idleTimeout,
        @Nullable Duration keepaliveInterval) {}
