package io.meilibridge.meilisearch;

import io.meilibridge.document.IndexUid;

/// Told of each task of a batch that ended, from the thread that polls.
@FunctionalInterface
public interface TaskListener {

    /// @param documents documents or ids that the task named
    void taskFinished(IndexUid index, TaskView view, int documents);

    /// A task is a late copy: of a request that had been sent again, or of an earlier process.
    default void cameLate(IndexUid index) {}
}
