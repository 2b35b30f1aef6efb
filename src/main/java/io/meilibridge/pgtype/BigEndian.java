package io.meilibridge.pgtype;

/// Numbers in network byte order, as every binary form has them. Callers check the length.
///
/// Byte by byte: the JVM's quick compiler makes that of any other way of reading what may lie at
/// any place, and more besides.
public final class BigEndian {

    private BigEndian() {}

    public static short int16(byte[] bytes, int at) {
        return (short) uint16(bytes, at);
    }

    public static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    public static int int32(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    public static long int64(byte[] bytes, int at) {
        return (long) int32(bytes, at) << 32 | (int32(bytes, at + 4) & 0xFFFF_FFFFL);
    }
}
