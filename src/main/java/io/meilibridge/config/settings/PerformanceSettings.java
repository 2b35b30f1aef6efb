package io.meilibridge.config.settings;

/// Bounds on memory and the shape of batches, for the whole service.
///
/// @param maxPendingEvents unsettled changes of a source; 0 for bytes alone
/// @param memoryLimitBytes bytes in flight
/// @param backpressureThreshold share of the limit at which reading stops, 0 to 1
public record PerformanceSettings(
        int maxPendingEvents,
        long memoryLimitBytes,
        double backpressureThreshold,
        LaneSettings lanes,
        AdaptiveBatchingSettings adaptiveBatching) {

    /// Bytes in flight at which reading stops.
    public long bytesToStopAt() {
        return share(memoryLimitBytes);
    }

    /// Unsettled changes at which reading stops; 0 for bytes alone.
    public long eventsToStopAt() {
        return maxPendingEvents == 0 ? 0 : share(maxPendingEvents);
    }

    private long share(long limit) {
        return Math.max(1, Math.round(limit * backpressureThreshold));
    }
}
