package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Compares numbers exactly, in PostgreSQL's order: `-Infinity`, the finite ones, `Infinity`,
/// `NaN`, which is equal to itself.
record NumberTest(TypeCodec codec, Order order, int literalRank, @Nullable BigDecimal literal)
        implements ValueTest {

    private static final int FINITE = 0;

    /// Above every rank there is: text that is no number at all, as money in a foreign locale.
    private static final int NO_NUMBER = 3;

    /// @return null when the text is no number
    static @Nullable NumberTest of(TypeCodec codec, Order order, String literal) {
        int rank = rank(literal);
        if (rank != NO_NUMBER) {
            return new NumberTest(codec, order, rank, null);
        }
        try {
            return new NumberTest(codec, order, FINITE, new BigDecimal(literal));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int rank(String text) {
        return switch (text) {
            case "-Infinity" -> -1;
            case "Infinity" -> 1;
            case "NaN" -> 2;
            default -> NO_NUMBER;
        };
    }

    @Override
    public boolean test(Row row, int column) {
        BigDecimal value = codec.number(row, column);
        if (value != null && literal != null) {
            return order.holds(value.compareTo(literal));
        }
        int rank = value != null ? FINITE : rank(codec.text(row, column));
        return rank != NO_NUMBER && order.holds(Integer.compare(rank, literalRank));
    }
}
