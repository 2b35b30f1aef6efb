package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.Unsettled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A batch with what is unsettled of the handovers whose changes it holds: what the aggregator of a
/// task's route builds and passes on. Filled under the aggregator's lock, read after it is
/// complete.
final class GatheredBatch {

    private final SyncTask task;
    private final long number;
    private final Batch batch = new Batch();
    private final @Nullable Batch ofStream;
    private final List<Unsettled> unsettled = new ArrayList<>();
    private String keyField = "";
    private boolean seen;
    private volatile boolean unfinished;

    /// @param number no other batch of the task has it
    GatheredBatch(SyncTask task, long number) {
        this.task = task;
        this.number = number;
        this.ofStream = task.shadow() == null ? null : new Batch();
    }

    void add(Handover handover, MappedChanges changes) {
        Unsettled part = handover.unsettled();
        if (part.rows() == null) {
            unfinished = handover.unfinished();
        }
        unsettled.add(part);
        batch.addAll(changes.changes());
        if (ofStream != null && part.rows() == null) {
            ofStream.addAll(changes.changes());
        }
        keyField = changes.keyField();
    }

    /// Whether it ends within a transaction.
    boolean isUnfinished() {
        return unfinished;
    }

    long number() {
        return number;
    }

    SyncTask task() {
        return task;
    }

    Batch batch() {
        return batch;
    }

    /// What of it goes to the searched index while another is filled to take its place: the rows
    /// that are read for that one do not.
    Batch ofStream() {
        return ofStream == null ? batch : ofStream;
    }

    List<Unsettled> unsettled() {
        return unsettled;
    }

    String keyField() {
        return keyField;
    }

    /// True the first time it is asked.
    boolean isNew() {
        boolean isNew = !seen;
        seen = true;
        return isNew;
    }
}
