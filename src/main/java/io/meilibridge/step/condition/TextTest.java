package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgtype.TypeCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Looks at a value's text as UTF-8, whose order as unsigned bytes is that of code points.
sealed interface TextTest extends ValueTest {

    TypeCodec codec();

    boolean test(byte[] bytes, int start, int end);

    @Override
    default boolean test(Row row, int column) {
        if (row.kind(column) == ValueKind.TEXT) {
            int start = row.start(column);
            return test(row.bytes(), start, start + row.length(column));
        }
        byte[] text = codec().text(row, column).getBytes(StandardCharsets.UTF_8);
        return test(text, 0, text.length);
    }

    record Compares(TypeCodec codec, Order order, byte[] literal) implements TextTest {
        @Override
        public boolean test(byte[] bytes, int start, int end) {
            return order.holds(
                    Arrays.compareUnsigned(bytes, start, end, literal, 0, literal.length));
        }
    }

    record Starts(TypeCodec codec, byte[] literal) implements TextTest {
        @Override
        public boolean test(byte[] bytes, int start, int end) {
            return end - start >= literal.length && matches(bytes, start, literal);
        }
    }

    record Ends(TypeCodec codec, byte[] literal) implements TextTest {
        @Override
        public boolean test(byte[] bytes, int start, int end) {
            return end - start >= literal.length && matches(bytes, end - literal.length, literal);
        }
    }

    record Contains(TypeCodec codec, byte[] literal) implements TextTest {
        @Override
        public boolean test(byte[] bytes, int start, int end) {
            for (int at = start; at <= end - literal.length; at++) {
                if (matches(bytes, at, literal)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean matches(byte[] bytes, int start, byte[] literal) {
        return Arrays.equals(bytes, start, start + literal.length, literal, 0, literal.length);
    }
}
