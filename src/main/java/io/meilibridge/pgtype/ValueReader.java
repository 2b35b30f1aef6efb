package io.meilibridge.pgtype;

/// Reads a binary value from front to back and never past its end. Not safe for threads.
public final class ValueReader {

    private final String type;
    private final byte[] bytes;
    private final int end;
    private int at;

    /// @param type the type's name, for errors
    public ValueReader(String type, byte[] bytes, int start, int end) {
        this.type = type;
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    public int uint8() {
        return bytes[skip(1)] & 0xFF;
    }

    public int uint16() {
        return BigEndian.uint16(bytes, skip(2));
    }

    public int int32() {
        return BigEndian.int32(bytes, skip(4));
    }

    public long int64() {
        return BigEndian.int64(bytes, skip(8));
    }

    public double float8() {
        return Double.longBitsToDouble(int64());
    }

    /// A number of things that follow, each of at least so many bytes.
    public int count(int bytesMin) {
        int count = int32();
        if (count < 0 || count > remaining() / bytesMin) {
            throw ValueFaults.malformed("binary " + type);
        }
        return count;
    }

    /// Passes over so many bytes and says where they begin.
    public int skip(int length) {
        if (length < 0 || length > remaining()) {
            throw ValueFaults.malformed("binary " + type);
        }
        int start = at;
        at += length;
        return start;
    }

    public int remaining() {
        return end - at;
    }

    /// @throws io.meilibridge.fault.DecodeException when bytes are left over
    public void finish() {
        if (at != end) {
            throw ValueFaults.malformed("binary " + type);
        }
    }
}
