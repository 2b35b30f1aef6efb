package io.meilibridge.config.settings;

import io.meilibridge.event.Lsn;

/// Where a task without a checkpoint starts in the stream.
public sealed interface StartPosition {

    /// A full sync if one is wanted on start, then the stream from there on.
    record Current() implements StartPosition {}

    /// The confirmed position of the slot, always with a full sync.
    record Beginning() implements StartPosition {}

    /// Commits below the position are skipped.
    record At(Lsn lsn) implements StartPosition {}
}
