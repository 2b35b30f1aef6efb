package io.meilibridge.spool;

import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// The messages of one transaction in progress, in order, first written, then read once. What fits
/// into the buffer never reaches the disk.
///
/// A subtransaction's first message is preceded by a mark that names the mark before it. That is
/// all there is to know for cutting it off: while it lasts, what the transaction does is done by it
/// or within it, so that what follows its mark when it is rolled back is its own; and its id is
/// above those of all that began earlier (PostgreSQL, `AssignTransactionId`).
///
/// Not thread-safe.
final class Spool implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    /// In place of a message's length: its id, that of the mark before, and where that stands.
    private static final int MARK = -1;

    private static final int MARK_BYTES = 3 * Integer.BYTES + Long.BYTES;

    /// In place of a message's length: when the Relation message that follows had arrived.
    private static final int ANNOUNCED = -2;

    private static final int ANNOUNCED_BYTES = Integer.BYTES + Long.BYTES;
    private static final long NO_MARK = -1;

    private final SpoolFolder folder;
    private final int topXid;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private @Nullable FileChannel file;

    /// What of it is in the file, the rest is in the buffer; while reading, what was fetched.
    private long filed;

    private long size;
    private int lastXid;
    private long lastMark = NO_MARK;
    private long arrival;

    Spool(SpoolFolder folder, int topXid) {
        this.folder = folder;
        this.topXid = topXid;
        this.lastXid = topXid;
    }

    /// Adds a message: the tag of the frame, and what follows from `restAt` on.
    ///
    /// @param xid of the subtransaction, or of the transaction
    /// @throws SourceException when it cannot be written
    void add(int xid, byte[] frame, int restAt) {
        if (xid - lastXid > 0) {
            mark(xid);
        }
        ensure(Integer.BYTES + 1);
        buffer.putInt(1 + frame.length - restAt);
        buffer.put(frame[WalChunk.HEADER_BYTES]);
        int at = restAt;
        while (at < frame.length) {
            ensure(1);
            int count = Math.min(buffer.remaining(), frame.length - at);
            buffer.put(frame, at, count);
            at += count;
        }
    }

    /// The same for a Relation message, which takes its order among all of them along.
    void addRelation(int xid, byte[] frame, int restAt, long arrived) {
        if (xid - lastXid > 0) {
            mark(xid);
        }
        ensure(ANNOUNCED_BYTES);
        buffer.putInt(ANNOUNCED).putLong(arrived);
        add(xid, frame, restAt);
    }

    private void mark(int xid) {
        ensure(MARK_BYTES);
        long here = filed + buffer.position();
        buffer.putInt(MARK).putInt(xid).putInt(lastXid).putLong(lastMark);
        lastXid = xid;
        lastMark = here;
    }

    /// A subtransaction was rolled back: what it did is cut off. Nothing happens if it has not done
    /// anything, or was cut off with another.
    void cutOff(int xid) {
        long mark = lastMark;
        int markXid = lastXid;
        while (mark != NO_MARK && markXid - xid > 0) {
            ByteBuffer fields = markAt(mark);
            markXid = fields.getInt();
            mark = fields.getLong();
        }
        if (mark == NO_MARK || markXid != xid) {
            return;
        }
        ByteBuffer fields = markAt(mark);
        lastXid = fields.getInt();
        lastMark = fields.getLong();
        cutAt(mark);
    }

    /// The two fields that tell of the mark before. A mark is never cut by the buffer's end.
    private ByteBuffer markAt(long position) {
        ByteBuffer fields = ByteBuffer.allocate(MARK_BYTES);
        FileChannel channel = file;
        if (position >= filed || channel == null) {
            fields.put(0, buffer, (int) (position - filed), MARK_BYTES);
        } else {
            try {
                fetch(channel, fields, position);
            } catch (IOException failure) {
                throw folder.fault("read", failure);
            }
        }
        return fields.position(2 * Integer.BYTES).limit(MARK_BYTES);
    }

    private void cutAt(long position) {
        FileChannel channel = file;
        if (position >= filed || channel == null) {
            buffer.position((int) (position - filed));
            return;
        }
        buffer.clear();
        try {
            channel.truncate(position);
        } catch (IOException failure) {
            throw folder.fault("shorten a file", failure);
        }
        folder.grew(position - filed);
        filed = position;
    }

    private void ensure(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        FileChannel channel = file;
        if (channel == null) {
            channel = folder.create();
            file = channel;
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                int count = channel.write(buffer, filed);
                filed += count;
                folder.grew(count);
            }
        } catch (IOException failure) {
            throw folder.fault("write", failure);
        }
        buffer.clear();
    }

    /// Everything was added: from now on it is read.
    void rewind() {
        if (file == null) {
            size = buffer.position();
            filed = size;
            buffer.flip();
            return;
        }
        flush();
        size = filed;
        filed = 0;
        buffer.limit(0);
    }

    /// The next message, as a frame with an empty header; null at the end.
    byte @Nullable [] next() {
        try {
            while (!isAtEnd()) {
                fill(Integer.BYTES);
                int length = buffer.getInt();
                switch (length) {
                    case MARK -> skip(MARK_BYTES - Integer.BYTES);
                    case ANNOUNCED -> {
                        fill(Long.BYTES);
                        arrival = buffer.getLong();
                    }
                    default -> {
                        return frame(length);
                    }
                }
            }
            return null;
        } catch (IOException failure) {
            throw folder.fault("read", failure);
        }
    }

    /// When the Relation message that was read last had arrived.
    long arrival() {
        return arrival;
    }

    private boolean isAtEnd() {
        return filed == size && !buffer.hasRemaining();
    }

    private byte[] frame(int length) throws IOException {
        byte[] frame = new byte[WalChunk.HEADER_BYTES + length];
        int at = WalChunk.HEADER_BYTES;
        while (at < frame.length) {
            fill(1);
            int count = Math.min(buffer.remaining(), frame.length - at);
            buffer.get(frame, at, count);
            at += count;
        }
        return frame;
    }

    private void skip(int bytes) throws IOException {
        fill(bytes);
        buffer.position(buffer.position() + bytes);
    }

    private void fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        FileChannel channel = file;
        buffer.compact();
        if (channel != null) {
            buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + size - filed));
            int before = buffer.position();
            fetch(channel, buffer, filed);
            filed += buffer.position() - before;
        }
        buffer.flip();
        if (buffer.remaining() < bytes) {
            throw new EOFException("it is shorter than what was written to it");
        }
    }

    private static void fetch(FileChannel channel, ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("it is shorter than what was written to it");
            }
            at += count;
        }
    }

    int xid() {
        return topXid;
    }

    /// Gives the disk back.
    @Override
    public void close() {
        FileChannel channel = file;
        if (channel == null) {
            return;
        }
        folder.grew(-Math.max(size, filed));
        file = null;
        try {
            channel.close();
        } catch (IOException failure) {
            System.getLogger(Spool.class.getName())
                    .log(System.Logger.Level.DEBUG, "a file of the spool did not close", failure);
        }
    }
}
