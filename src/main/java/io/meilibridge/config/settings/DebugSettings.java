package io.meilibridge.config.settings;

import java.time.Duration;

/// Help for finding faults.
public record DebugSettings(
        CdcDebugSettings cdc,
        boolean profiling,
        double profilingSampleRate,
        boolean trackAllocations,
        Duration memoryReportInterval) {

    DebugSettings withCapture(CdcDebugSettings other) {
        return new DebugSettings(
                new CdcDebugSettings(
                        cdc.traceEnabled(),
                        cdc.traceTables(),
                        cdc.logBinaryData(),
                        other.captureEvents(),
                        other.eventBufferSize()),
                profiling,
                profilingSampleRate,
                trackAllocations,
                memoryReportInterval);
    }
}
