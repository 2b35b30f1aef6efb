package io.meilibridge.meilisearch;

import io.meilibridge.fault.Failpoints;

/// What settles a batch.
public enum Confirmation {
    /// Each of its tasks succeeded.
    INDEXED("Mend the cause, then retry the sync task: nothing after that position was confirmed."),

    /// The server has taken all of it. Its tasks are watched all the same, and one that fails later
    /// stops the sync task, whose position has passed the batch by then.
    ENQUEUED(
            "With 'meilisearch.confirm: enqueued' the position has passed these changes and they do"
                    + " not come again: mend the cause, read the table anew, then retry the sync"
                    + " task.");

    private static final boolean SETTLE_AT_202 = Failpoints.on("settle-at-202");

    private final String afterFailure;

    Confirmation(String afterFailure) {
        this.afterFailure = afterFailure;
    }

    boolean waitsForTasks() {
        return this == INDEXED && !SETTLE_AT_202;
    }

    /// What to do about a task that failed.
    String afterFailure() {
        return afterFailure;
    }
}
