package io.meilibridge.task;

import org.jspecify.annotations.Nullable;

/// When and how a sync task's table is read as a whole.
///
/// @param rowsMin of a chunk, as far as its bytes allow
/// @param parallelism how many chunks are read at once
/// @param where an SQL condition of the rows to read; null for all
/// @param swap whether the rows go to another index, which then takes the place of the task's
public record FullSyncPlan(
        Start start, int rowsMin, int parallelism, @Nullable String where, boolean swap) {

    /// Which starts of the process begin a full sync.
    public enum Start {
        NONE,
        /// The one that finds no checkpoint of the task.
        FIRST,
        EACH
    }
}
