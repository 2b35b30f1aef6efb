package io.meilibridge.config.settings;

import java.time.Duration;

/// Trying again, with growing pauses.
///
/// @param maxAttempts for a document; faults of the transport are tried for ever
/// @param jitterFactor share of a pause that is random, 0 to 1
public record RetrySettings(
        int maxAttempts,
        Duration initialBackoff,
        Duration maxBackoff,
        double backoffMultiplier,
        double jitterFactor) {}
