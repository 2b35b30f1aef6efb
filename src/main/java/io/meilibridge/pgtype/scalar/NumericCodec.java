package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonNumbers;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// numeric: the digits as PostgreSQL prints them, as a JSON number or string. NaN and the
/// infinities are null, and counted, in both forms.
///
/// The binary form is a sign and base 10000 digits (`numeric_send`): digit count, weight of the
/// first digit, sign, number of decimals to show, each 16 bit, then the digits.
public final class NumericCodec extends TypeCodec {

    private static final int HEADER = 8;
    private static final int GROUP = 4;
    private static final int BASE = 10_000;
    private static final int DECIMALS_MAX = 0x3FFF;

    private static final int POSITIVE = 0x0000;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private final NumericForm form;

    public NumericCodec(NumericForm form) {
        super(ValueFamily.NUMBER);
        this.form = form;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (SpecialNumbers.is(bytes, start, end)) {
            out.nulledValue();
            return;
        }
        switch (form) {
            case NUMBER -> {
                JsonNumbers.require("numeric", bytes, start, end);
                out.put(bytes, start, end);
            }
            case STRING -> {
                if (JsonNumbers.endOf(bytes, start, end) != end) {
                    throw ValueFaults.malformed("numeric");
                }
                out.put('"');
                out.put(bytes, start, end);
                out.put('"');
            }
        }
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        if (isSpecial(bytes, start, end)) {
            out.nulledValue();
            return;
        }
        boolean quoted = form == NumericForm.STRING;
        if (quoted) {
            out.put('"');
        }
        int from = out.size();
        printBinary(bytes, start, end, out);
        if (quoted) {
            out.put('"');
        } else if (!JsonNumbers.fitsDouble(out.bytes(), from, out.size())) {
            throw ValueFaults.beyondDouble("numeric");
        }
    }

    private static boolean isSpecial(byte[] bytes, int start, int end) {
        if (end - start < HEADER) {
            return false;
        }
        int sign = BigEndian.uint16(bytes, start + 4);
        return sign == NAN || sign == INFINITY || sign == NEGATIVE_INFINITY;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        if (end - start < HEADER) {
            throw ValueFaults.malformedBinary("numeric", HEADER, end - start);
        }
        int count = BigEndian.uint16(bytes, start);
        ValueFaults.requireLength("numeric", HEADER + 2 * count, end - start);
        switch (BigEndian.uint16(bytes, start + 4)) {
            case NAN -> out.ascii("NaN");
            case INFINITY -> out.ascii("Infinity");
            case NEGATIVE_INFINITY -> out.ascii("-Infinity");
            case POSITIVE -> printDigits(bytes, start, out);
            case NEGATIVE -> {
                out.put('-');
                printDigits(bytes, start, out);
            }
            default -> throw ValueFaults.malformed("binary numeric");
        }
    }

    private static void printDigits(byte[] bytes, int start, JsonOutput out) {
        int weight = BigEndian.int16(bytes, start + 2);
        int decimals = BigEndian.uint16(bytes, start + 6);
        if (decimals > DECIMALS_MAX) {
            throw ValueFaults.malformed("binary numeric");
        }
        int group = 0;
        while (group < weight && digit(bytes, start, group) == 0) {
            group++;
        }
        if (weight < 0) {
            out.put('0');
        } else {
            out.number(digit(bytes, start, group));
        }
        for (group++; group <= weight; group++) {
            out.padded(digit(bytes, start, group), GROUP);
        }
        if (decimals > 0) {
            out.put('.');
            int dropped = 0;
            int decimalGroup = weight + 1;
            for (int shown = 0; shown < decimals; shown += GROUP) {
                out.padded(digit(bytes, start, decimalGroup++), GROUP);
                dropped = shown + GROUP - decimals;
            }
            out.advance(-Math.max(dropped, 0));
        }
    }

    /// One base 10000 digit; those before the first and after the last are 0.
    private static int digit(byte[] bytes, int start, int group) {
        if (group < 0 || group >= BigEndian.uint16(bytes, start)) {
            return 0;
        }
        int digit = BigEndian.uint16(bytes, start + HEADER + 2 * group);
        if (digit >= BASE) {
            throw ValueFaults.malformed("binary numeric");
        }
        return digit;
    }

    @Override
    protected @Nullable BigDecimal numberOf(String text) {
        return SpecialNumbers.decimal("numeric", text);
    }
}
