package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SyncTask;
import java.util.ArrayList;
import java.util.List;

/// A batch with the handovers whose changes it holds: what the aggregator of a task's route builds
/// and passes on. Filled under the aggregator's lock, read after it is complete.
final class GatheredBatch {

    private final SyncTask task;
    private final Batch batch = new Batch();
    private final List<Handover> handovers = new ArrayList<>();
    private String keyField = "";
    private boolean seen;

    GatheredBatch(SyncTask task) {
        this.task = task;
    }

    void add(Handover handover, MappedChanges changes) {
        handovers.add(handover);
        batch.addAll(changes.changes());
        keyField = changes.keyField();
    }

    SyncTask task() {
        return task;
    }

    Batch batch() {
        return batch;
    }

    List<Handover> handovers() {
        return handovers;
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
