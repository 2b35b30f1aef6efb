package io.meilibridge.config.settings;

import io.meilibridge.event.TableName;
import java.util.List;

/// What is shown of single changes.
///
/// @param traceTables empty for all
public record CdcDebugSettings(
        boolean traceEnabled,
        List<TableName> traceTables,
        boolean logBinaryData,
        boolean captureEvents,
        int eventBufferSize) {
    public CdcDebugSettings {
        traceTables = List.copyOf(traceTables);
    }
}
