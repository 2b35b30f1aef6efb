package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.Failpoints;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where prepared transactions hold the slot. The server sends what they hold once, where they were
/// prepared, and at the commit no more than that there was one. So the slot stays before the
/// prepare until the commit is settled: every opening of the stream brings it again until then.
///
/// Positions of tasks are not held. They may therefore be ahead of the slot, and count for it no
/// further than the stream was read since it was opened: what comes first may be a prepare.
///
/// Guarded by the ledger's lock.
final class PreparedHolds {

    private static final boolean CONFIRM_PREPARED = Failpoints.on("confirm-prepared");

    /// @param endLsn of its commit; null while nobody has decided
    private record Hold(Lsn prepareLsn, @Nullable Lsn endLsn) {}

    private final Map<Integer, Hold> holds = new HashMap<>();
    private boolean expected;

    void expect(boolean prepared) {
        expected = prepared && !CONFIRM_PREPARED;
    }

    /// The stream is opened anew, at or before what was held, and brings it again.
    void clear() {
        holds.clear();
    }

    void undecided(int xid, Lsn prepareLsn) {
        holds.put(xid, new Hold(prepareLsn, null));
    }

    void committed(int xid, Lsn endLsn) {
        holds.computeIfPresent(xid, (_, hold) -> new Hold(hold.prepareLsn(), endLsn));
    }

    void rolledBack(int xid) {
        holds.remove(xid);
    }

    /// @param lowest what the tasks allow
    /// @param streamEnd how far the stream was read since it was opened
    Lsn bound(Lsn lowest, Lsn streamEnd) {
        if (!expected) {
            return lowest;
        }
        Lsn reached = Lsn.min(lowest, streamEnd);
        holds.values().removeIf(hold -> hold.endLsn() != null && !reached.isBefore(hold.endLsn()));
        Lsn bound = reached;
        for (Hold hold : holds.values()) {
            bound = Lsn.min(bound, hold.prepareLsn());
        }
        return bound;
    }
}
