package io.meilibridge.config.settings;

import java.time.Duration;

/// When to stop asking a Meilisearch that keeps failing.
///
/// @param errorRate share of failed requests, 0 to 1
/// @param timeout how long nothing is sent
public record CircuitBreakerSettings(
        boolean enabled,
        double errorRate,
        int minRequestCount,
        int consecutiveFailures,
        Duration timeout) {}
