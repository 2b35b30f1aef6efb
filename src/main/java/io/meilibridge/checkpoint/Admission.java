package io.meilibridge.checkpoint;

/// What the ledger says about one change of a task.
public enum Admission {
    /// The change is the task's: hand it over. A receipt covers it from now on.
    TAKE,
    /// The task's checkpoint covers its transaction.
    COVERED,
    /// It was handed over before the stream was reopened and is in flight or settled.
    REPEATED,
    /// The task is detached: the change is counted, not kept, and comes again after the task was
    /// attached.
    HELD,
    /// No such task is enabled.
    NOT_ENABLED
}
