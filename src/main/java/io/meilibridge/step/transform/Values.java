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

    static BigDecimal number(String text, String rule, String column) {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            if (Math.abs((long) number.scale()) <= SCALE_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, without the value that the exception's message holds.
        }
        throw refused(rule, column, "a number");
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
