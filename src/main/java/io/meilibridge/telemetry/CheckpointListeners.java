package io.meilibridge.telemetry;

import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import java.util.List;

/// Several listeners as one, told in their order.
record CheckpointListeners(List<CheckpointListener> all) implements CheckpointListener {

    @Override
    public void confirmedMoved(Lsn confirmed) {
        all.forEach(each -> each.confirmedMoved(confirmed));
    }

    @Override
    public void storeFailed(CheckpointException fault) {
        all.forEach(each -> each.storeFailed(fault));
    }

    @Override
    public void storeRecovered() {
        all.forEach(CheckpointListener::storeRecovered);
    }
}
