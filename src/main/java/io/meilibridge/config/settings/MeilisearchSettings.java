package io.meilibridge.config.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where documents go.
///
/// @param url without a slash at its end
/// @param maxPendingTasks for each index
/// @param maxRequestsPerSecond 0 for no limit
public record MeilisearchSettings(
        URI url,
        @Nullable Secret apiKey,
        @Nullable Path caCertificate,
        Duration timeout,
        int maxConnections,
        boolean autoCreateIndex,
        IndexSettings indexSettings,
        Confirm confirm,
        OnIndexLost onIndexLost,
        int maxPendingTasks,
        double maxRequestsPerSecond,
        Compression compression,
        CircuitBreakerSettings circuitBreaker) {}
