package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Compares booleans: false before true.
record BooleanTest(TypeCodec codec, Order order, boolean literal) implements ValueTest {

    /// @return null when the text is neither true nor false
    static @Nullable BooleanTest of(TypeCodec codec, Order order, String literal) {
        return switch (literal.toLowerCase(Locale.ROOT)) {
            case "true", "t" -> new BooleanTest(codec, order, true);
            case "false", "f" -> new BooleanTest(codec, order, false);
            default -> null;
        };
    }

    @Override
    public boolean test(Row row, int column) {
        return order.holds(Boolean.compare(codec.text(row, column).equals("t"), literal));
    }
}
