package io.meilibridge.config.settings;

import java.nio.file.Path;
import java.time.Duration;

/// Where positions are kept and when they are written.
///
/// @param path folder of the file store
/// @param timeToLive of entries in Redis; zero for ever
/// @param fallbackToStart whether a position that cannot be trusted leads to a full sync instead of
///   a stop
public record CheckpointSettings(
        CheckpointBackend backend,
        Path path,
        Duration flushInterval,
        int flushBatchSize,
        Duration timeToLive,
        WalRelief walRelief,
        boolean verifyPosition,
        boolean fallbackToStart) {}
