package io.meilibridge.relief;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import java.util.Optional;
import java.util.function.Predicate;

/// What an earlier process had put aside of a task, where relief is off now: its positions are
/// settled, and nobody sends it. So it counts as lost.
public final class ReliefLeftOver {

    private ReliefLeftOver() {}

    /// @param anew whether the task begins anew, so that it is of no use
    /// @param makesGood as in [ReliefTask]
    public static void look(
            CheckpointStore notes,
            String task,
            boolean anew,
            Predicate<PipelineException> makesGood) {
        Optional<ReliefNote> note = TaskRelief.noted(notes, task);
        if (note.isEmpty()) {
            return;
        }
        if (anew || makesGood.test(fault(task))) {
            notes.deleteNote(ReliefNote.key(task));
        }
    }

    private static DeliveryException fault(String task) {
        return new DeliveryException(
                ErrorCode.RELIEF_LOST,
                "What was put aside of task '"
                        + task
                        + "' is not sent: expected 'checkpoint.wal_relief: redis', got off.",
                "Turn it on until 'meilibridge_relief_entries' is 0; or read the table as a whole:"
                        + " POST /api/sync-tasks/"
                        + task
                        + "/full-sync, then retry the task.");
    }
}
