package io.meilibridge.task;

import org.jspecify.annotations.Nullable;

/// When and how a sync task's table is read as a whole.
///
/// @param rowsMin of a chunk, as far as its bytes allow
/// @param parallelism how many chunks are read at once
/// @param where an SQL condition of the rows to read; null for all
/// @param onChange what follows when the table or the task's definition changes shape
/// @param swap whether the rows go to another index, which then takes the place of the task's
public record FullSyncPlan(
        Start start,
        OnChange onChange,
        int rowsMin,
        int parallelism,
        @Nullable String where,
        boolean swap) {

    /// The same, but that the rows go to the task's own index.
    FullSyncPlan inPlace() {
        return new FullSyncPlan(start, onChange, rowsMin, parallelism, where, false);
    }

    /// What follows when documents would be made in another way from now on.
    public enum OnChange {
        /// A full sync, if the task has them at all.
        RESYNC,
        WARN,
        STOP
    }

    /// Which starts of the process begin a full sync.
    public enum Start {
        NONE,
        /// The one that finds no checkpoint of the task.
        FIRST,
        EACH
    }
}
