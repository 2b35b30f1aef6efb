package io.meilibridge.config.settings;

/// Bounds on memory and the shape of batches, for the whole service.
///
/// @param eventChannelSize changes in the channel between reader and tasks
/// @param maxPendingEvents unsettled changes of a source; 0 for bytes alone
/// @param memoryLimitBytes bytes in flight
/// @param backpressureThreshold share of the limit at which reading stops, 0 to 1
public record PerformanceSettings(
        int eventChannelSize,
        int maxPendingEvents,
        long memoryLimitBytes,
        double backpressureThreshold,
        boolean pauseOnBackpressure,
        LaneSettings lanes,
        AdaptiveBatchingSettings adaptiveBatching) {}
