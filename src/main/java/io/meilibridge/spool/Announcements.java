package io.meilibridge.spool;

import io.meilibridge.event.WalChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which Relation message each table was announced with last, and whether whoever reads the whole
/// transactions has it. The server announces a table once for all transactions that are sent whole,
/// and once in each that is streamed; in order of the commits these can come to stand the wrong way
/// round, where a publication's columns changed in between. And one in a prepared transaction
/// counts for what is sent after it, whether that is ever committed or not.
///
/// Not thread-safe.
final class Announcements {

    /// @param arrival in the order of the stream
    /// @param passedOn whether it has gone to where the whole transactions go
    private record Announced(long arrival, byte[] frame, boolean passedOn) {}

    private final Map<Integer, Announced> last = new HashMap<>();
    private long arrivals;
    private int heldBack;

    /// The next place in the order of arrival.
    long next() {
        return arrivals++;
    }

    /// A table was announced to what is sent whole.
    void passed(byte[] frame) {
        put(new Announced(next(), frame, true));
    }

    /// A table was announced in a prepared transaction. It is held back until that, or a row that
    /// relies on it, is passed on.
    void heldBack(byte[] frame) {
        put(new Announced(next(), frame, false));
    }

    private void put(Announced announced) {
        Announced before = last.put(oid(announced.frame(), 0), announced);
        heldBack += (announced.passedOn() ? 0 : 1) - (before == null || before.passedOn() ? 0 : 1);
    }

    boolean holdsAnyBack() {
        return heldBack > 0;
    }

    /// A relation that the row or TRUNCATE relies on and that was held back: it is to go first.
    byte @Nullable [] takeHeldBack(byte[] change) {
        if (heldBack == 0) {
            return null;
        }
        for (int oid : oids(change)) {
            Announced announced = last.get(oid);
            if (announced != null && !announced.passedOn()) {
                put(new Announced(announced.arrival(), announced.frame(), true));
                return announced.frame();
            }
        }
        return null;
    }

    /// A relation that was kept in a spool is passed on now.
    ///
    /// @return whether a different one was passed on since, which therefore has to follow in the
    ///   end
    boolean passedLate(byte[] frame, long arrival) {
        Announced known = last.get(oid(frame, 0));
        if (known != null && known.arrival() > arrival) {
            // One that is held back goes before the row that relies on it.
            return known.passedOn() && !isSame(known.frame(), frame);
        }
        put(new Announced(arrival, frame, true));
        return false;
    }

    private static boolean isSame(byte[] a, byte[] b) {
        int start = WalChunk.HEADER_BYTES;
        return Arrays.equals(a, start, a.length, b, start, b.length);
    }

    /// The last one of the table that this one announces.
    byte[] lastOf(byte[] frame) {
        Announced known = last.get(oid(frame, 0));
        return known == null ? frame : known.frame();
    }

    /// Adds to a spool what the change relies on, as far as the spool does not have it.
    ///
    /// @param has the arrival of the last one that the spool has, by table; is kept up
    void complete(byte[] change, Spool spool, Map<Integer, Long> has) {
        for (int oid : oids(change)) {
            Announced announced = last.get(oid);
            if (announced != null && has.getOrDefault(oid, -1L) != announced.arrival()) {
                has.put(oid, announced.arrival());
                spool.addRelation(
                        spool.xid(),
                        announced.frame(),
                        WalChunk.HEADER_BYTES + 1,
                        announced.arrival());
            }
        }
    }

    /// The tables of a change as protocol 1 has it. A frame that is too short has none: it is
    /// refused where it is decoded.
    private static List<Integer> oids(byte[] frame) {
        if (frame[WalChunk.HEADER_BYTES] != 'T') {
            return frame.length < WalChunk.HEADER_BYTES + 5 ? List.of() : List.of(oid(frame, 0));
        }
        List<Integer> oids = new ArrayList<>();
        for (int at = Integer.BYTES + 1;
                at + 1 + Integer.BYTES <= frame.length - WalChunk.HEADER_BYTES;
                at += Integer.BYTES) {
            oids.add(oid(frame, at));
        }
        return oids;
    }

    /// The number that stands so many bytes after the tag.
    static int oid(byte[] frame, int offset) {
        return ByteBuffer.wrap(frame).getInt(WalChunk.HEADER_BYTES + 1 + offset);
    }
}
