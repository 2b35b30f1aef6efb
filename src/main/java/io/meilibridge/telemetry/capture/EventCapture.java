package io.meilibridge.telemetry.capture;

import io.meilibridge.task.SeenChange;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// Keeps the newest changes of the stream, and hands them to whoever watches. The reader's threads
/// do no more than put references into a ring, one lock for each chunk. Thread-safe.
public final class EventCapture implements SourceListener {

    /// Their messages stay in memory as long as they are kept.
    private static final long BYTES_MAX = 8L << 20;

    /// What is kept.
    ///
    /// @param eventsMax the newest that are kept
    public record Setting(boolean enabled, Wanted wanted, int eventsMax) {}

    private final Deque<Captured> ring = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long bytes;
    private long total;
    private Setting setting = new Setting(false, Wanted.ALL, 1000);
    private volatile boolean on;

    /// What was kept under another setting is forgotten.
    public synchronized void set(Setting next) {
        setting = next;
        ring.clear();
        bytes = 0;
        total = 0;
        look();
    }

    public synchronized Setting setting() {
        return setting;
    }

    /// The oldest first.
    public synchronized List<Captured> events() {
        return List.copyOf(ring);
    }

    /// Changes that were kept since it was set, those included that gave way to newer ones.
    public synchronized long total() {
        return total;
    }

    /// Changes that gave way to newer ones before anybody saw them, since the start.
    public long dropped() {
        return dropped.sum();
    }

    /// Changes from now on, until the watcher is closed.
    public Watcher watch(Wanted wanted) {
        Watcher watcher = new Watcher(wanted, dropped, this::leave);
        watchers.add(watcher);
        look();
        return watcher;
    }

    /// How many watch.
    public int watchers() {
        return watchers.size();
    }

    private void leave(Watcher watcher) {
        watchers.remove(watcher);
        look();
    }

    private synchronized void look() {
        on = setting.enabled() || !watchers.isEmpty();
    }

    @Override
    public boolean wantsChanges() {
        return on;
    }

    @Override
    public void changes(String source, List<SeenChange> changes) {
        for (Watcher watcher : watchers) {
            watcher.offer(source, changes);
        }
        keep(source, changes);
    }

    private synchronized void keep(String source, List<SeenChange> changes) {
        if (!setting.enabled()) {
            return;
        }
        for (SeenChange change : changes) {
            if (setting.wanted().wants(change.event())) {
                ring.addLast(new Captured(source, change));
                bytes += change.bytes();
                total++;
                while (ring.size() > setting.eventsMax()
                        || (bytes > BYTES_MAX && ring.size() > 1)) {
                    bytes -= ring.removeFirst().change().bytes();
                    dropped.increment();
                }
            }
        }
    }

    @Override
    public void stateChanged(String source, SourceState before, SourceState after) {}

    @Override
    public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {}

    @Override
    public void undecodable(String source) {}
}
