package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Prints binary floating point numbers as PostgreSQL does with `extra_float_digits` above 0
/// (PostgreSQL docs, Floating-Point Types): the shortest digits that read back as the same value,
/// the nearest of those, but never a text that lies exactly half way between two values; with an
/// exponent below 1e-4 and from 1e15 (float4: 1e6) on.
///
/// Java's own digits are the same but for two cases that are worked out exactly here: it takes half
/// way texts, and it never stops at one digit.
public final class FloatDigits {

    private static final int EXPONENT_MIN = -4;
    private static final int EXPONENT_LIMIT_FLOAT8 = 15;
    private static final int EXPONENT_LIMIT_FLOAT4 = 6;
    private static final int DIGITS_MAX = 17;

    private static final double INTEGERS_BELOW = 1e15;
    private static final float FLOAT_INTEGERS_BELOW = 1e6f;

    /// Below these Java's second digit may be one too many: few bits are left there.
    private static final double SCARCE = 1e-320;

    private static final float FLOAT_SCARCE = 1e-42f;

    /// Between these a text may lie half way. Below, two neighbours' middle is no multiple of 10;
    /// above, it has more digits than the shortest text.
    private static final double MIDDLES_FROM = 0x1p53;

    private static final double MIDDLES_BELOW = 1e40;
    private static final float FLOAT_MIDDLES_FROM = 0x1p24f;
    private static final float FLOAT_MIDDLES_BELOW = 1e19f;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private FloatDigits() {}

    /// Prints a float8.
    public static void print(double value, JsonOutput out) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            out.ascii(Double.toString(value));
            return;
        }
        sign(Double.doubleToRawLongBits(value) < 0, out);
        if (size < INTEGERS_BELOW && size == (long) size) {
            out.number((long) size);
            return;
        }
        BigDecimal digits = new BigDecimal(Double.toString(size));
        boolean middles = size >= MIDDLES_FROM && size < MIDDLES_BELOW;
        if (size < SCARCE || middles) {
            BigDecimal exact = new BigDecimal(size);
            BigDecimal low = middle(exact, new BigDecimal(Math.nextDown(size)));
            BigDecimal high = middle(exact, new BigDecimal(Math.nextUp(size)));
            digits = within(digits, new Gap(low, exact, high));
        }
        place(digits.stripTrailingZeros(), EXPONENT_LIMIT_FLOAT8, out);
    }

    /// Prints a float4.
    public static void print(float value, JsonOutput out) {
        float size = Math.abs(value);
        if (!Float.isFinite(value)) {
            out.ascii(Float.toString(value));
            return;
        }
        sign(Float.floatToRawIntBits(value) < 0, out);
        if (size < FLOAT_INTEGERS_BELOW && size == (long) size) {
            out.number((long) size);
            return;
        }
        BigDecimal digits = new BigDecimal(Float.toString(size));
        boolean middles = size >= FLOAT_MIDDLES_FROM && size < FLOAT_MIDDLES_BELOW;
        if (size < FLOAT_SCARCE || middles) {
            BigDecimal exact = new BigDecimal(size);
            BigDecimal low = middle(exact, new BigDecimal(Math.nextDown(size)));
            BigDecimal high = middle(exact, new BigDecimal(Math.nextUp(size)));
            digits = within(digits, new Gap(low, exact, high));
        }
        place(digits.stripTrailingZeros(), EXPONENT_LIMIT_FLOAT4, out);
    }

    /// The texts between `low` and `high`, both excluded, read as `exact`.
    private record Gap(BigDecimal low, BigDecimal exact, BigDecimal high) {

        boolean holds(BigDecimal digits) {
            return low.compareTo(digits) < 0 && digits.compareTo(high) < 0;
        }
    }

    private static BigDecimal middle(BigDecimal a, BigDecimal b) {
        return a.add(b).multiply(HALF);
    }

    /// Java's digits where they will do, else the shortest that lie within the gap.
    private static BigDecimal within(BigDecimal digits, Gap gap) {
        int fewest = digits.stripTrailingZeros().precision();
        if (gap.holds(digits) && fewest != 2) {
            return digits;
        }
        for (int precision = 1; precision < DIGITS_MAX; precision++) {
            BigDecimal below = gap.exact.round(new MathContext(precision, RoundingMode.DOWN));
            BigDecimal above = gap.exact.round(new MathContext(precision, RoundingMode.UP));
            boolean nearerBelow =
                    gap.exact.subtract(below).compareTo(above.subtract(gap.exact)) <= 0;
            BigDecimal near = nearerBelow ? below : above;
            BigDecimal far = nearerBelow ? above : below;
            if (gap.holds(near)) {
                return near;
            }
            if (gap.holds(far)) {
                return far;
            }
        }
        return gap.exact.round(new MathContext(DIGITS_MAX, RoundingMode.HALF_EVEN));
    }

    private static void sign(boolean negative, JsonOutput out) {
        if (negative) {
            out.put('-');
        }
    }

    /// Writes digits with their point or exponent.
    private static void place(BigDecimal digits, int exponentLimit, JsonOutput out) {
        String text = digits.unscaledValue().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent < EXPONENT_MIN || exponent >= exponentLimit) {
            out.put(text.charAt(0));
            if (text.length() > 1) {
                out.put('.');
                out.ascii(text.substring(1));
            }
            out.put('e');
            out.put(exponent < 0 ? '-' : '+');
            out.padded(Math.abs(exponent), 2);
        } else if (exponent < 0) {
            out.ascii("0.");
            for (int i = -1; i > exponent; i--) {
                out.put('0');
            }
            out.ascii(text);
        } else {
            for (int i = 0; i < Math.max(text.length(), exponent + 1); i++) {
                if (i == exponent + 1) {
                    out.put('.');
                }
                out.put(i < text.length() ? text.charAt(i) : '0');
            }
        }
    }
}
