package io.meilibridge.event;

import java.util.List;
import java.util.Objects;

/// What one chunk of the stream holds for one sync task, in stream order: the body that the steps
/// of a task's route pass on. Neither list nor array is to be changed; a step that changes
/// something makes a new batch.
///
/// @param xids the transactions of the chunk, unsigned 32 bit each: what a re-read has to have seen
public record ChangeBatch(String task, List<ChangeEvent> events, int[] xids) {

    public ChangeBatch {
        Objects.requireNonNull(task, "task is null");
        Objects.requireNonNull(events, "events is null");
        Objects.requireNonNull(xids, "xids is null");
    }

    public ChangeBatch with(List<ChangeEvent> changed) {
        return new ChangeBatch(task, changed, xids);
    }
}
