package io.meilibridge.config.settings;

import java.time.Duration;

/// Where documents that cannot be indexed are kept.
///
/// @param retention zero for ever
public record DeadLetterSettings(
        boolean enabled, CheckpointBackend storage, int maxEntriesPerTask, Duration retention) {}
