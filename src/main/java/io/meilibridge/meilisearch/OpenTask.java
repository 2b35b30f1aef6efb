package io.meilibridge.meilisearch;

/// A task that the server has taken and, as far as we know, not finished.
interface OpenTask {

    /// The lane it is counted in.
    IndexLane lane();

    /// It ended; called once.
    void finished(TaskView view);

    /// The server does not know its uid any more; called once, instead of [#finished(TaskView)].
    void unknown(long uid);
}
