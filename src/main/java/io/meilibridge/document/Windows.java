package io.meilibridge.document;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The open windows of one sync task. Opened and closed by any thread.
///
/// That a window opened beside the reader's thread misses a change which that thread has just
/// passed on does no harm: its transaction was noted as delivered before, and a snapshot that does
/// not see all that was delivered is not used.
public final class Windows {

    private final List<Window> open = new CopyOnWriteArrayList<>();

    public Window open() {
        Window window = new Window();
        open.add(window);
        return window;
    }

    public void close(Window window) {
        open.remove(window);
    }

    /// Whether anything is being read beside the stream.
    public boolean areOpen() {
        return !open.isEmpty();
    }

    /// The stream made these changes. On the thread that reads it.
    public void record(List<DocumentChange> changes) {
        for (Window window : open) {
            window.record(changes);
        }
    }
}
