package io.meilibridge.spool;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transaction that was spooled, as protocol 1 sends it: Begin, its messages, Commit. Relations
/// that the server has announced anew meanwhile follow.
///
/// Not thread-safe.
final class Replay implements AutoCloseable {

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private enum Part {
        BEGIN,
        MESSAGES,
        RELATIONS,
        END
    }

    /// Where and when it was committed.
    record Committed(Lsn commitLsn, Lsn endLsn, Instant time) {

        private long micros() {
            return ChronoUnit.MICROS.between(POSTGRES_EPOCH, time);
        }
    }

    private final Spool spool;
    private final Committed committed;
    private final Announcements announcements;
    private final Map<Integer, byte[]> overtaken = new LinkedHashMap<>();
    private Part part = Part.BEGIN;

    /// @param spool closed at the end
    Replay(Spool spool, Committed committed, Announcements announcements) {
        this.spool = spool;
        this.committed = committed;
        this.announcements = announcements;
        spool.rewind();
    }

    /// The next frame; null at the end.
    byte @Nullable [] next() {
        return switch (part) {
            case BEGIN -> {
                part = Part.MESSAGES;
                yield frame('B', 20)
                        .putLong(committed.commitLsn().value())
                        .putLong(committed.micros())
                        .putInt(spool.xid())
                        .array();
            }
            case MESSAGES -> message();
            case RELATIONS -> relation();
            case END -> null;
        };
    }

    private byte[] message() {
        byte[] frame = spool.next();
        if (frame == null) {
            part = Part.RELATIONS;
            spool.close();
            return commit();
        }
        if (frame[WalChunk.HEADER_BYTES] == 'R'
                && frame.length > WalChunk.HEADER_BYTES + Integer.BYTES
                && announcements.passedLate(frame, spool.arrival())) {
            overtaken.put(Announcements.oid(frame, 0), frame);
        }
        return frame;
    }

    private byte[] commit() {
        return frame('C', 25)
                .put((byte) 0)
                .putLong(committed.commitLsn().value())
                .putLong(committed.endLsn().value())
                .putLong(committed.micros())
                .array();
    }

    private byte @Nullable [] relation() {
        Iterator<byte[]> left = overtaken.values().iterator();
        if (!left.hasNext()) {
            part = Part.END;
            return null;
        }
        byte[] frame = left.next();
        left.remove();
        return announcements.lastOf(frame);
    }

    private static ByteBuffer frame(char tag, int bytes) {
        return ByteBuffer.allocate(WalChunk.HEADER_BYTES + 1 + bytes)
                .position(WalChunk.HEADER_BYTES)
                .put((byte) tag);
    }

    @Override
    public void close() {
        spool.close();
    }
}
