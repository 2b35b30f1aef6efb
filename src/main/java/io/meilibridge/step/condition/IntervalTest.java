package io.meilibridge.step.condition;

import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compares intervals by their length, as PostgreSQL does: a month counts 30 days, a day 24 hours.
record IntervalTest(TypeCodec codec, Order order, BigDecimal literalSeconds) implements ValueTest {

    private static final String PART = "(?:(-?\\d+)%s)?";

    /// ISO 8601 with a sign at each part, the form of `IntervalStyle=iso_8601`.
    private static final Pattern FORM =
            Pattern.compile(
                    "P"
                            + PART.formatted("Y")
                            + PART.formatted("M")
                            + PART.formatted("W")
                            + PART.formatted("D")
                            + "(?:T"
                            + PART.formatted("H")
                            + PART.formatted("M")
                            + "(?:(-?\\d*\\.?\\d+)S)?)?");

    private static final long DAY = 86_400;
    private static final long[] SECONDS = {360 * DAY, 30 * DAY, 7 * DAY, DAY, 3_600, 60, 1};

    /// @return null when the text is no ISO 8601 duration
    static @Nullable IntervalTest of(TypeCodec codec, Order order, String literal) {
        BigDecimal seconds = seconds(literal);
        return seconds == null ? null : new IntervalTest(codec, order, seconds);
    }

    private static @Nullable BigDecimal seconds(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() < 3 || text.length() > 200 || !parts.matches()) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < SECONDS.length; i++) {
            String part = parts.group(i + 1);
            if (part != null) {
                sum = sum.add(new BigDecimal(part).multiply(BigDecimal.valueOf(SECONDS[i])));
            }
        }
        return sum;
    }

    @Override
    public boolean test(Row row, int column) {
        BigDecimal seconds = seconds(codec.text(row, column));
        // An infinite interval, from PostgreSQL 17 on, compares with nothing.
        return seconds != null && order.holds(seconds.compareTo(literalSeconds));
    }
}
