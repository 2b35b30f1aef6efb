package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;

/// Hears what becomes of the checkpoints of one source, on the keeper's thread. Has to return soon
/// and not throw.
public interface CheckpointListener {

    /// The confirmed LSN moved: the reader may send it.
    void confirmedMoved(Lsn confirmed);

    /// A save failed after one that worked: nothing is confirmed until it works again.
    void storeFailed(CheckpointException fault);

    /// A save worked after one that failed.
    void storeRecovered();
}
