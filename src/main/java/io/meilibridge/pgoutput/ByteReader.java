package io.meilibridge.pgoutput;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.Relation;
import io.meilibridge.fault.DecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one message front to back. Nothing is read past its end, no length or count that it states
/// is believed before it has been held against the bytes that are left, and every fault says what
/// was being read: the message, its relation, the byte in it, what was expected and what was found.
///
/// One reader serves message after message. Not thread-safe.
final class ByteReader {

    private static final VarHandle INT16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// 2000-01-01T00:00:00Z, where PostgreSQL's clock starts.
    private static final long EPOCH_SECONDS = 946_684_800L;

    private static final int MICROS_PER_SECOND = 1_000_000;

    private byte[] frame = {};
    private int start;
    private int position;
    private String message = "";
    private @Nullable Relation relation;

    /// Starts at a message that reaches from `start` to the end of the array.
    void open(byte[] frame, int start) {
        if (start < 0) {
            throw new IllegalArgumentException("Start " + start + " is negative.");
        }
        this.frame = frame;
        this.start = start;
        this.position = start;
        this.message = "a message";
        this.relation = null;
    }

    /// Names the message that faults are to name.
    void enter(String message) {
        this.message = message;
    }

    /// Names the relation that faults are to name.
    void enter(Relation relation) {
        this.relation = relation;
    }

    byte[] frame() {
        return frame;
    }

    int position() {
        return position;
    }

    int remaining() {
        return frame.length - position;
    }

    byte readByte(String what) {
        require(1, what);
        return frame[position++];
    }

    /// A byte of which no bit outside of `allowed` may be set.
    int readFlags(int allowed, String what) {
        int flags = readByte(what) & 0xFF;
        if ((flags & ~allowed) != 0) {
            throw fault(position - 1, what + " within 0x%02X".formatted(allowed), hex(flags));
        }
        return flags;
    }

    int readInt16(String what) {
        require(Short.BYTES, what);
        short value = (short) INT16.get(frame, position);
        position += Short.BYTES;
        return value;
    }

    int readInt32(String what) {
        require(Integer.BYTES, what);
        int value = (int) INT32.get(frame, position);
        position += Integer.BYTES;
        return value;
    }

    long readInt64(String what) {
        require(Long.BYTES, what);
        long value = (long) INT64.get(frame, position);
        position += Long.BYTES;
        return value;
    }

    Lsn readLsn(String what) {
        return new Lsn(readInt64(what));
    }

    /// Microseconds since 2000-01-01 in UTC. Every value is an instant.
    Instant readTime(String what) {
        long micros = readInt64(what);
        return Instant.ofEpochSecond(
                EPOCH_SECONDS + Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1_000L);
    }

    /// Text that ends at a NUL byte. UTF-8, as the session's client encoding is: anything else
    /// would let two names become one.
    String readString(String what) {
        int end = position;
        while (end < frame.length && frame[end] != 0) {
            end++;
        }
        if (end >= frame.length) {
            throw fault(position, what + " that ends with NUL", remaining() + " bytes without one");
        }
        ByteBuffer text = ByteBuffer.wrap(frame, position, end - position);
        try {
            String value = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
            position = end + 1;
            return value;
        } catch (CharacterCodingException _) {
            throw fault(text.position(), what + " in UTF-8", hex(frame[text.position()]));
        }
    }

    /// The length of what follows, of which that much is there.
    int readLength(String what) {
        int length = readInt32(what);
        if (length < 0 || length > remaining()) {
            throw fault(
                    position - Integer.BYTES,
                    what + " of 0 to " + remaining(),
                    Integer.toString(length));
        }
        return length;
    }

    /// How many items follow, of which the bytes that are left can hold that many.
    int checkCount(int count, int bytesEach, int countBytes, String what) {
        int most = remaining() / bytesEach;
        if (count < 0 || count > most) {
            throw fault(position - countBytes, what + " of 0 to " + most, Integer.toString(count));
        }
        return count;
    }

    /// Passes over bytes that [#readLength] found to be there.
    void skip(int bytes) {
        position += bytes;
    }

    void expectEnd() {
        if (position != frame.length) {
            throw fault(position, "the end of the message", remaining() + " bytes more");
        }
    }

    private void require(int bytes, String what) {
        if (bytes > frame.length - position) {
            throw fault(
                    position,
                    what + (bytes == 1 ? " in 1 byte" : " in " + bytes + " bytes"),
                    remaining() <= 0 ? "the end of the message" : remaining() + " bytes");
        }
    }

    /// @param at an index into the frame; the text counts from the message's tag
    DecodeException fault(int at, String expected, String found) {
        return new DecodeException(
                "Cannot decode %s%s at byte %d of %d: expected %s, got %s."
                        .formatted(
                                message,
                                relation == null ? "" : " of relation " + relation,
                                at - start,
                                Math.max(0, frame.length - start),
                                expected,
                                found));
    }

    /// A byte as faults show it: `0x4E ('N')`.
    static String hex(int value) {
        int unsigned = value & 0xFF;
        String hex = String.format(Locale.ROOT, "0x%02X", unsigned);
        return unsigned > ' ' && unsigned < 0x7F ? hex + " ('" + (char) unsigned + "')" : hex;
    }
}
