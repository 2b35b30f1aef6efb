package io.meilibridge.replication;

import java.util.ArrayList;
import java.util.List;

/// Which transactions a snapshot sees, as `pg_snapshot` writes it: PostgreSQL docs, Transaction ID
/// and Snapshot Information Functions.
///
/// @param lowestRunning everything before has ended
/// @param firstUnassigned everything from here on is not seen
/// @param running the transactions between the two that were in progress
public record SnapshotView(long lowestRunning, long firstUnassigned, List<Long> running) {

    public SnapshotView {
        running = List.copyOf(running);
    }

    /// @param text `xmin:xmax:xip,…`
    public static SnapshotView parse(String text) {
        String[] parts = text.split(":", -1);
        List<Long> running = new ArrayList<>();
        for (String xid : parts[2].split(",", -1)) {
            if (!xid.isEmpty()) {
                running.add(Long.parseUnsignedLong(xid));
            }
        }
        return new SnapshotView(
                Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]), running);
    }

    /// Whether the snapshot sees what all these transactions did, given that all have committed as
    /// far as the WAL is concerned.
    ///
    /// @param xids as the stream has them: the lower 32 bits
    public boolean hasSeen(int... xids) {
        for (int xid : xids) {
            long whole = extended(xid);
            if (whole >= firstUnassigned || running.contains(whole)) {
                return false;
            }
        }
        return true;
    }

    /// The 64 bit id nearest to this snapshot that has these lower 32 bits: ids in use lie within
    /// 2³¹ of each other.
    public long extended(int xid) {
        return firstUnassigned + (xid - (int) firstUnassigned);
    }
}
