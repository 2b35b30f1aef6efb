package io.meilibridge.snapshot;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a full sync is to do.
///
/// @param job its name in the API; unique among those that a store has seen
/// @param task the sync task whose table is read
/// @param where an SQL condition of the rows to read; null for all
/// @param parallelism how many chunks are read at once
/// @param rowsMin of a chunk, as far as its bytes allow
/// @param replacesFirst whether the task's first full sync, or one that replaced it, was not at its
///   end: until this one is, rows that were there at the first start are missing
/// @param swap whether the rows go to another index, which then takes the place of the task's
public record FullSyncOrder(
        String job,
        String task,
        Reason reason,
        boolean replacesFirst,
        @Nullable String where,
        int parallelism,
        int rowsMin,
        boolean swap,
        Instant ordered) {

    /// Why a table is read.
    public enum Reason {
        /// The task has no checkpoint.
        FIRST_START,
        /// The task reads its table at each start.
        EACH_START,
        /// A person asked for it.
        ORDERED,
        /// The table or the task's definition has changed shape.
        CHANGED,
        /// The index was gone, or another one than the task had filled.
        INDEX_LOST,
        /// Something sent long ago came late, and it is not known which documents it has made old.
        LATE_COPY,
        /// What was put aside while Meilisearch was away is gone.
        RELIEF_LOST
    }

    public FullSyncOrder {
        Objects.requireNonNull(job, "job is null");
        Objects.requireNonNull(task, "task is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(ordered, "ordered is null");
        if (parallelism < 1 || rowsMin < 1) {
            throw new IllegalArgumentException("A full sync needs a reader and rows.");
        }
    }
}
