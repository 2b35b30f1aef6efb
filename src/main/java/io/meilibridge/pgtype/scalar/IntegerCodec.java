package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.math.BigDecimal;

/// int2, int4, int8, and the unsigned oid, xid, cid, xid8: a JSON number, exact. The text is copied
/// as it stands once it is known to be a JSON number; binary is two's complement, big-endian.
public final class IntegerCodec extends TypeCodec {

    public static final IntegerCodec INT2 = new IntegerCodec("int2", 2, true);
    public static final IntegerCodec INT4 = new IntegerCodec("int4", 4, true);
    public static final IntegerCodec INT8 = new IntegerCodec("int8", 8, true);
    public static final IntegerCodec UINT4 = new IntegerCodec("oid", 4, false);
    public static final IntegerCodec UINT8 = new IntegerCodec("xid8", 8, false);

    private static final int DIGITS_MAX = 20;

    private final String name;
    private final int width;
    private final boolean signed;

    private IntegerCodec(String name, int width, boolean signed) {
        super(ValueFamily.INTEGER);
        this.name = name;
        this.width = width;
        this.signed = signed;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        int at = start < end && bytes[start] == '-' ? start + 1 : start;
        int digits = end - at;
        if (digits < 1 || digits > DIGITS_MAX || (bytes[at] == '0' && digits > 1)) {
            throw ValueFaults.malformed(name);
        }
        for (; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                throw ValueFaults.malformed(name);
            }
        }
        out.put(bytes, start, end);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        printBinary(bytes, start, end, out);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength(name, width, end - start);
        long value =
                switch (width) {
                    case 2 -> BigEndian.int16(bytes, start);
                    case 4 -> BigEndian.int32(bytes, start);
                    default -> BigEndian.int64(bytes, start);
                };
        if (signed) {
            out.number(value);
        } else if (width < Long.BYTES) {
            out.number(Integer.toUnsignedLong((int) value));
        } else {
            out.ascii(Long.toUnsignedString(value));
        }
    }

    @Override
    protected BigDecimal numberOf(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ValueFaults.malformed(name);
        }
    }
}
