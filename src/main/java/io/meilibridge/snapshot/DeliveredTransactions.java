package io.meilibridge.snapshot;

import io.meilibridge.replication.SnapshotView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Which transactions a stream has delivered since it was opened, so that a snapshot that does not
/// see one of them is known for what it is: older than the stream. A commit that waits for a
/// synchronous standby is in the stream and yet invisible, for as long as it waits (HAZARDS E1).
///
/// Thread-safe. The reader's thread notes, readers of rows ask.
public final class DeliveredTransactions {

    /// One bit for each of the last million ids. What is older counts as delivered.
    private static final int BITS = 1 << 20;

    private static final int MASK = BITS - 1;

    private final long[] bits = new long[BITS / Long.SIZE];
    private boolean any;
    private int highest;
    private int lowest;

    /// Ids that were running when the stream was first asked about: they may have been delivered by
    /// the stream before this one.
    private final Set<Long> suspects = new HashSet<>();

    private boolean suspectsKnown;

    /// A transaction begins to come.
    ///
    /// @param xid unsigned 32 bit
    public synchronized void delivered(int xid) {
        if (!any) {
            any = true;
            highest = xid;
            lowest = xid;
        } else if (xid - highest > 0) {
            forgetUpTo(xid);
            highest = xid;
        } else if (xid - lowest < 0) {
            lowest = xid;
        }
        if (highest - xid < BITS) {
            bits[(xid & MASK) >> 6] |= 1L << xid;
        }
    }

    /// The bits between the highest id so far and this one served ids of long before.
    private void forgetUpTo(int xid) {
        int steps = xid - highest;
        if (steps >= BITS) {
            Arrays.fill(bits, 0);
            return;
        }
        for (int id = highest + 1; id != xid + 1; id++) {
            bits[(id & MASK) >> 6] &= ~(1L << id);
        }
    }

    private boolean contains(int xid) {
        if (!any || xid - highest > 0 || xid - lowest < 0) {
            return false;
        }
        return highest - xid >= BITS || (bits[(xid & MASK) >> 6] & (1L << xid)) != 0;
    }

    /// Whether the ids that were running when the stream was opened are known.
    synchronized boolean knowsSuspects() {
        return suspectsKnown;
    }

    /// @param view taken after the stream was opened, and after every id that had been given out
    ///   then shows in it as long as it runs
    synchronized void suspect(SnapshotView view) {
        if (!suspectsKnown) {
            suspectsKnown = true;
            suspects.addAll(view.running());
        }
    }

    /// These have not committed yet, so the stream will bring them if they ever do.
    synchronized void acquit(Set<Long> uncommitted) {
        suspects.removeAll(uncommitted);
    }

    /// The transactions that were or may have been delivered, and that the snapshot does not see.
    /// Empty: it is as new as the stream.
    synchronized Set<Long> unseen(SnapshotView view) {
        Set<Long> unseen = new HashSet<>();
        suspects.retainAll(view.running());
        for (long xid : view.running()) {
            if (contains((int) xid) || suspects.contains(xid)) {
                unseen.add(xid);
            }
        }
        if (any && highest - (int) view.firstUnassigned() >= 0) {
            unseen.add(view.extended(highest));
        }
        return unseen;
    }
}
