package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A point between transactions: an end LSN with the last transaction before it.
record Mark(Lsn lsn, int xid, @Nullable Instant commitTime) {

    static Mark of(Checkpoint checkpoint) {
        return new Mark(checkpoint.lsn(), checkpoint.xid(), checkpoint.commitTime());
    }

    static Mark at(Lsn lsn) {
        return new Mark(lsn, 0, null);
    }

    /// The same transaction, a later position: what a keepalive says.
    Mark movedTo(Lsn later) {
        return new Mark(later, xid, commitTime);
    }

    static Mark min(Mark a, Mark b) {
        return b.lsn.isBefore(a.lsn) ? b : a;
    }

    static Mark max(Mark a, Mark b) {
        return b.lsn.isAfter(a.lsn) ? b : a;
    }
}
