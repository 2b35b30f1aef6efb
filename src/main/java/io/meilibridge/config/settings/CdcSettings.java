package io.meilibridge.config.settings;

import io.meilibridge.event.Operation;
import java.util.List;
import java.util.Set;

/// What a task takes from the stream.
///
/// @param columns empty for all
public record CdcSettings(
        boolean enabled,
        boolean autoStart,
        Set<Operation> operations,
        List<String> columns,
        List<String> excludeColumns,
        StartPosition startPosition,
        TransactionMode transactionMode) {
    public CdcSettings {
        operations = Set.copyOf(operations);
        columns = List.copyOf(columns);
        excludeColumns = List.copyOf(excludeColumns);
    }
}
