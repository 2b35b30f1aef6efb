package io.meilibridge.task;

import io.meilibridge.step.RowSource;

/// Gives access to a source's rows as they are now, to fill what the stream left out.
@FunctionalInterface
public interface Rereading {

    /// Rows that are at least as new as these transactions left them: the stream may be ahead of
    /// what other sessions see.
    ///
    /// @param xids unsigned 32 bit each
    RowSource seeing(int[] xids);
}
