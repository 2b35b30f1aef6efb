package io.meilibridge.telemetry;

import io.meilibridge.task.SeenChange;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import java.util.List;

/// Several listeners as one, told in their order.
record SourceListeners(List<SourceListener> all) implements SourceListener {

    @Override
    public void stateChanged(String source, SourceState before, SourceState after) {
        all.forEach(each -> each.stateChanged(source, before, after));
    }

    @Override
    public void chunkRead(String source, int messages, long decodeNanos, long processNanos) {
        all.forEach(each -> each.chunkRead(source, messages, decodeNanos, processNanos));
    }

    @Override
    public void undecodable(String source) {
        all.forEach(each -> each.undecodable(source));
    }

    @Override
    public boolean wantsChanges() {
        for (SourceListener each : all) {
            if (each.wantsChanges()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void changes(String source, List<SeenChange> changes) {
        for (SourceListener each : all) {
            if (each.wantsChanges()) {
                each.changes(source, changes);
            }
        }
    }
}
