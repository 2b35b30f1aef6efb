package io.meilibridge.meilisearch;

import java.time.Duration;

/// A task that the server has taken and, as far as we know, not finished.
interface OpenTask {

    /// The lane it is counted in.
    IndexLane lane();

    /// Documents or ids that it names.
    int documents();

    /// It ended; called once.
    void finished(TaskView view);

    /// What the server spent on the batch of its own that the task was in; called after
    /// [#finished(TaskView)], where it is known.
    ///
    /// @param documents of all our tasks in that batch, as far as they ended together
    void measured(int documents, Duration taken);

    /// The server does not know its uid any more; called once, instead of [#finished(TaskView)].
    void unknown(long uid);
}
