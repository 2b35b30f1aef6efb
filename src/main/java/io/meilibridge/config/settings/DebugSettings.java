package io.meilibridge.config.settings;

import java.time.Duration;

/// Help for finding faults.
public record DebugSettings(
        CdcDebugSettings cdc,
        boolean profiling,
        double profilingSampleRate,
        boolean trackAllocations,
        Duration memoryReportInterval) {}
