package io.meilibridge.fault;

/// What is to be done about a fault.
public enum Remedy {
    /// Try again with back-off; it is expected to pass by itself.
    RETRY,
    /// Set the one document aside, durably, and go on with the rest.
    DEAD_LETTER,
    /// Stop the task or source and say what a person has to do.
    STOP
}
