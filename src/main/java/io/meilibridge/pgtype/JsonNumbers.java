package io.meilibridge.pgtype;

import java.nio.charset.StandardCharsets;

/// The grammar and the range of JSON numbers (RFC 8259, section 6).
public final class JsonNumbers {

    /// No number of so few digits without an exponent is beyond a double (1.8e308).
    private static final int SAFE_DIGITS = 300;

    private JsonNumbers() {}

    /// Where the JSON number that begins at a place ends; −1 when none begins there.
    public static int endOf(byte[] bytes, int start, int end) {
        int at = start;
        if (at < end && bytes[at] == '-') {
            at++;
        }
        int whole = at;
        at = digitsEnd(bytes, at, end);
        if (at == whole || (bytes[whole] == '0' && at - whole > 1)) {
            return -1;
        }
        if (at < end && bytes[at] == '.') {
            int fraction = at + 1;
            at = digitsEnd(bytes, fraction, end);
            if (at == fraction) {
                return -1;
            }
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            int exponent = at;
            at = digitsEnd(bytes, exponent, end);
            if (at == exponent) {
                return -1;
            }
        }
        return at;
    }

    private static int digitsEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /// Whether a double can hold the JSON number from `start` to `end`, if not exactly.
    public static boolean fitsDouble(byte[] bytes, int start, int end) {
        boolean plain = end - start <= SAFE_DIGITS;
        for (int at = start; plain && at < end; at++) {
            plain = (bytes[at] | 0x20) != 'e';
        }
        if (plain) {
            return true;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        return !Double.isInfinite(Double.parseDouble(text));
    }

    /// Refuses what is not one JSON number, or is beyond a double.
    ///
    /// @throws io.meilibridge.fault.DecodeException when the bytes are not a JSON number
    /// @throws io.meilibridge.fault.MappingException when it is beyond a double
    public static void require(String type, byte[] bytes, int start, int end) {
        if (endOf(bytes, start, end) != end) {
            throw ValueFaults.malformed(type);
        }
        if (!fitsDouble(bytes, start, end)) {
            throw ValueFaults.beyondDouble(type);
        }
    }
}
