package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonNumbers;
import io.meilibridge.pgtype.ValueFaults;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The texts that stand for what is no number: `NaN`, `Infinity`, `-Infinity`.
final class SpecialNumbers {

    private static final byte[] NAN = "NaN".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] INFINITY = "Infinity".getBytes(StandardCharsets.ISO_8859_1);

    private SpecialNumbers() {}

    static boolean is(byte[] bytes, int start, int end) {
        if (start == end || bytes[end - 1] <= '9') {
            return false;
        }
        int unsigned = bytes[start] == '-' ? start + 1 : start;
        return equal(bytes, unsigned, end, INFINITY) || equal(bytes, start, end, NAN);
    }

    private static boolean equal(byte[] bytes, int start, int end, byte[] text) {
        return Arrays.equals(bytes, start, end, text, 0, text.length);
    }

    /// The exact number a text stands for, null for a special one.
    static @Nullable BigDecimal decimal(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (is(bytes, 0, bytes.length)) {
            return null;
        }
        if (JsonNumbers.endOf(bytes, 0, bytes.length) != bytes.length) {
            throw ValueFaults.malformed(type);
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ValueFaults.malformed(type);
        }
    }
}
