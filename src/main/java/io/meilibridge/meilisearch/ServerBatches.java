package io.meilibridge.meilisearch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The server's own batches, as far as one poll saw them end: the tasks of one share their time, so
/// what a document takes is told by all of them together.
final class ServerBatches {

    private final Map<Long, Ended> byUid = new HashMap<>();

    private record Ended(Duration taken, List<OpenTask> tasks) {}

    void add(TaskView view, OpenTask task) {
        if (view.batchUid() >= 0 && view.status() == TaskView.Status.SUCCEEDED) {
            byUid.computeIfAbsent(view.batchUid(), _ -> new Ended(view.taken(), new ArrayList<>()))
                    .tasks()
                    .add(task);
        }
    }

    void tell() {
        for (Ended batch : byUid.values()) {
            int documents = batch.tasks().stream().mapToInt(OpenTask::documents).sum();
            batch.tasks().forEach(task -> task.measured(documents, batch.taken()));
        }
    }
}
