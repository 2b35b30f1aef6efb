package io.meilibridge.event;

import java.util.HexFormat;

/// A byte position in the write-ahead log: unsigned 64 bit, ordered and compared as unsigned,
/// printed as PostgreSQL prints a `pg_lsn` (`16/B374D848`).
public record Lsn(long value) implements Comparable<Lsn> {

    /// PostgreSQL's invalid LSN `0/0`: no position.
    public static final Lsn INVALID = new Lsn(0);

    /// @throws IllegalArgumentException when the text is not two hexadecimal halves of up to 32
    ///   bits
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash > 8 || text.length() - slash - 1 < 1 || text.length() - slash > 9) {
            throw new IllegalArgumentException(
                    "Cannot parse LSN '" + text + "': expected a form like 16/B374D848.");
        }
        return new Lsn((half(text, 0, slash) << 32) | half(text, slash + 1, text.length()));
    }

    private static long half(String text, int start, int end) {
        long half = 0;
        for (int i = start; i < end; i++) {
            // Not Character.digit, which takes the digits of every script.
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new IllegalArgumentException(
                        "Cannot parse LSN '"
                                + text
                                + "': '"
                                + text.charAt(i)
                                + "' is not a digit.");
            }
            half = half << 4 | HexFormat.fromHexDigit(text.charAt(i));
        }
        return half;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    public boolean isValid() {
        return value != 0;
    }

    /// Bytes from `earlier` to this position; negative when this one is before it.
    public long bytesSince(Lsn earlier) {
        return value - earlier.value;
    }

    public static Lsn min(Lsn a, Lsn b) {
        return a.isBefore(b) ? a : b;
    }

    public static Lsn max(Lsn a, Lsn b) {
        return a.isBefore(b) ? b : a;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toHexString(value >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(value & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
