package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// money: a JSON number without symbol and grouping where the text ends in a decimal mark and two
/// digits, as `$1,234.56`, `-$1.00`, `($1.00)`, `1.234,56 €` do; else the string as it is, since
/// `lc_monetary` is not known here and `1.234` may be one or a thousand.
///
/// Binary is a count of the currency's smallest unit; two fractional digits are assumed, which is
/// wrong for a few currencies (none for the yen, three for the dinar).
public final class MoneyCodec extends TypeCodec {

    private static final int CENTS = 100;
    private static final int DECIMALS = 2;

    public MoneyCodec() {
        super(ValueFamily.NUMBER);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        String plain = plain(text);
        if (plain == null) {
            out.string(bytes, start, end);
        } else {
            out.ascii(plain);
        }
    }

    /// The amount as a JSON number; null when the text does not allow it.
    private static @Nullable String plain(String text) {
        int first = 0;
        while (first < text.length() && !isDigit(text.charAt(first))) {
            first++;
        }
        int last = text.length() - 1;
        while (last > first && !isDigit(text.charAt(last))) {
            last--;
        }
        int mark = last - DECIMALS;
        if (mark <= first || !isDecimalMark(text.charAt(mark)) || !isDigit(text.charAt(last - 1))) {
            return null;
        }
        StringBuilder plain = new StringBuilder(text.length());
        if (isNegative(text, 0, first) || isNegative(text, last + 1, text.length())) {
            plain.append('-');
        }
        int digitsFrom = plain.length();
        for (int i = first; i < mark; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                plain.append(c);
            } else if (!isGrouping(c) || c == text.charAt(mark)) {
                return null;
            }
        }
        if (plain.charAt(digitsFrom) == '0' && plain.length() > digitsFrom + 1) {
            return null;
        }
        return plain.append('.').append(text, mark + 1, last + 1).toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDecimalMark(char c) {
        return c == '.' || c == ',';
    }

    private static boolean isGrouping(char c) {
        return switch (c) {
            case ',', '.', '\'', ' ', '\u2019', '\u00A0', '\u202F' -> true;
            default -> false;
        };
    }

    private static boolean isNegative(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '-' || c == '(' || c == '\u2212') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength("money", Long.BYTES, end - start);
        long cents = BigEndian.int64(bytes, start);
        if (cents < 0) {
            out.put('-');
        }
        out.number(Math.abs(cents / CENTS));
        out.put('.');
        out.padded(Math.abs(cents % CENTS), DECIMALS);
    }

    @Override
    protected @Nullable BigDecimal numberOf(String text) {
        String plain = plain(text);
        return plain == null ? null : new BigDecimal(plain);
    }
}
