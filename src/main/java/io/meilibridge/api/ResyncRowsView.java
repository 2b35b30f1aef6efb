package io.meilibridge.api;

import io.meilibridge.task.RowResync;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What became of rows that were read again.
///
/// @param settled documents that were made anew or deleted, and are indexed so
/// @param unknown ids that no row of the task can have
@Schema(description = "What became of rows that were read again.")
public record ResyncRowsView(long settled, long unknown) {

    static ResyncRowsView of(RowResync.Resynced resynced) {
        return new ResyncRowsView(resynced.settled(), resynced.unknown());
    }
}
