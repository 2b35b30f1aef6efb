package io.meilibridge.config.settings;

import io.meilibridge.event.Operation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a task takes from the stream.
///
/// @param columns empty for all
/// @param startPosition null where the source decides
public record CdcSettings(
        boolean enabled,
        boolean autoStart,
        Set<Operation> operations,
        List<String> columns,
        List<String> excludeColumns,
        @Nullable StartPosition startPosition,
        TransactionMode transactionMode) {
    public CdcSettings {
        operations = Set.copyOf(operations);
        columns = List.copyOf(columns);
        excludeColumns = List.copyOf(excludeColumns);
    }
}
