package io.meilibridge.config.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a table is copied as a whole.
///
/// @param pageSize least rows of a chunk
/// @param orderBy columns the chunks follow; empty for the key
/// @param where SQL condition for the rows to copy; null for all
public record FullSyncSettings(
        boolean enabled,
        OnStart onStart,
        int pageSize,
        List<String> orderBy,
        FullSyncMode mode,
        int parallelism,
        @Nullable String where) {
    public FullSyncSettings {
        orderBy = List.copyOf(orderBy);
    }
}
