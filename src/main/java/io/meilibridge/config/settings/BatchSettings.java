package io.meilibridge.config.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The limits of one task's batches.
///
/// @param sizeFixed documents in a batch; null lets the size follow the load
public record BatchSettings(@Nullable Integer sizeFixed, Duration timeout, long memoryLimitBytes) {}
