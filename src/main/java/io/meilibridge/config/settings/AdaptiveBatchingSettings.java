package io.meilibridge.config.settings;

import java.time.Duration;

/// How the size of batches follows the load.
public record AdaptiveBatchingSettings(
        boolean enabled,
        int minBatchSize,
        int maxBatchSize,
        int targetBatchSize,
        Duration latencyTarget,
        long memoryLimitBytes) {}
