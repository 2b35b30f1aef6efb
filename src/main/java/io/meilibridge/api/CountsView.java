package io.meilibridge.api;

import io.meilibridge.event.Operation;
import io.meilibridge.telemetry.status.TaskTally;

/// Changes of a task since the process started.
///
/// @param reads rows of snapshots
/// @param filtered of all these, those that the task's own rules dropped
/// @param held changes that wait in the stream, seen while the task was held
public record CountsView(
        long reads,
        long inserts,
        long updates,
        long deletes,
        long truncates,
        long filtered,
        long held) {

    static CountsView of(TaskTally tally, long held) {
        return new CountsView(
                tally.settled(Operation.READ),
                tally.settled(Operation.INSERT),
                tally.settled(Operation.UPDATE),
                tally.settled(Operation.DELETE),
                tally.settled(Operation.TRUNCATE),
                tally.filtered(),
                held);
    }
}
