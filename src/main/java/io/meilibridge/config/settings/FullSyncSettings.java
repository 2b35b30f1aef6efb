package io.meilibridge.config.settings;

import org.jspecify.annotations.Nullable;

/// How a table is copied as a whole.
///
/// @param pageSize least rows of a chunk
/// @param where SQL condition for the rows to copy; null for all
public record FullSyncSettings(
        boolean enabled,
        OnStart onStart,
        int pageSize,
        FullSyncMode mode,
        int parallelism,
        @Nullable String where) {}
