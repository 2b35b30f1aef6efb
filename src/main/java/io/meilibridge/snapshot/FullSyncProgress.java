package io.meilibridge.snapshot;

/// How far a full sync is at one moment.
///
/// @param rowsRead by this process, those read twice counted twice
/// @param rowsDone whose documents are settled, by earlier processes too
/// @param rowsEstimated of the table, by its statistics; negative when they have nothing
/// @param chunksDone of all chunks, by earlier processes too
/// @param chunks that the table is read in; 0 before somebody has looked
/// @param part of the table's pages that are done, 0 to 1
public record FullSyncProgress(
        long rowsRead,
        long rowsDone,
        long rowsEstimated,
        long chunksDone,
        long chunks,
        double part) {}
