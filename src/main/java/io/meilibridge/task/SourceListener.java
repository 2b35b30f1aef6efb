package io.meilibridge.task;

import java.util.List;

/// Hears what becomes of a source, from its reader's thread; returns soon and does not throw.
public interface SourceListener {

    void stateChanged(String source, SourceState before, SourceState after);

    /// A chunk was decoded and dispatched.
    void chunkRead(String source, int messages, long decodeNanos, long processNanos);

    /// A change could not be decoded.
    void undecodable(String source);

    /// Whether single changes are wanted just now; asked once for each chunk.
    default boolean wantsChanges() {
        return false;
    }

    /// The changes of a chunk, in order, whatever tasks they are for. Told only while they are
    /// wanted.
    default void changes(String source, List<SeenChange> changes) {}
}
