package io.meilibridge.step.transform;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import java.math.BigDecimal;
import java.util.Locale;

/// Reads texts as values of other types. What cannot be read is refused with UNMAPPABLE_VALUE.
final class Values {

    /// More digits before or after the point than any `numeric` has would only cost memory.
    private static final int SCALE_MAX = 20_000;

    private Values() {}

    static MappingException refused(String rule, String column, String expected) {
        return new MappingException(
                ErrorCode.UNMAPPABLE_VALUE,
                "Cannot apply transform '"
                        + rule
                        + "' to column '"
                        + column
                        + "': expected "
                        + expected
                        + ", got another value.",
                "Mend the row, or filter such rows out.");
    }

    /// Whether the text is one of the values of float and numeric types that JSON has no form for.
    static boolean isNotFinite(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    static BigDecimal number(String text, String rule, String column) {
        try {
            return bounded(new BigDecimal(text.strip()), rule, column);
        } catch (NumberFormatException e) {
            // Without the value, which the exception's message holds.
            throw refused(rule, column, "a number");
        }
    }

    /// The number itself, as long as its plain text is of a sane length.
    static BigDecimal bounded(BigDecimal number, String rule, String column) {
        if (Math.abs((long) number.scale()) > SCALE_MAX) {
            throw refused(rule, column, "a number of at most " + SCALE_MAX + " digits");
        }
        return number;
    }

    static String integer(String text, String rule, String column) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? "1" : "0";
        }
        try {
            return Long.toString(number(text, rule, column).longValueExact());
        } catch (ArithmeticException e) {
            throw refused(rule, column, "a whole number of 64 bits");
        }
    }

    /// @return PostgreSQL's text form, `t` or `f`
    static String truth(String text, String rule, String column) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> "t";
            case "false", "f", "no", "n", "off", "0" -> "f";
            default -> throw refused(rule, column, "a boolean");
        };
    }
}
