package io.meilibridge.task;

/// Hears what becomes of a source, from its reader's thread; returns soon and does not throw.
public interface SourceListener {

    void stateChanged(String source, SourceState before, SourceState after);

    /// A chunk was decoded and dispatched.
    void chunkRead(String source, int messages, long decodeNanos, long processNanos);

    /// A change could not be decoded.
    void undecodable(String source);
}
