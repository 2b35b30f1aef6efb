package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonNumbers;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// float4 and float8: a JSON number with PostgreSQL's digits, which are the shortest that read back
/// as the same value. NaN and the infinities are written as null and counted.
public final class FloatCodec extends TypeCodec {

    public static final FloatCodec FLOAT4 = new FloatCodec("float4", Float.BYTES);
    public static final FloatCodec FLOAT8 = new FloatCodec("float8", Double.BYTES);

    private final String name;
    private final int width;

    private FloatCodec(String name, int width) {
        super(ValueFamily.NUMBER);
        this.name = name;
        this.width = width;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (SpecialNumbers.is(bytes, start, end)) {
            out.nulledValue();
            return;
        }
        JsonNumbers.require(name, bytes, start, end);
        out.put(bytes, start, end);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        if (Double.isFinite(read(bytes, start, end))) {
            printBinary(bytes, start, end, out);
        } else {
            out.nulledValue();
        }
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        double value = read(bytes, start, end);
        if (width == Float.BYTES) {
            FloatDigits.print((float) value, out);
        } else {
            FloatDigits.print(value, out);
        }
    }

    private double read(byte[] bytes, int start, int end) {
        ValueFaults.requireLength(name, width, end - start);
        return width == Float.BYTES
                ? Float.intBitsToFloat(BigEndian.int32(bytes, start))
                : Double.longBitsToDouble(BigEndian.int64(bytes, start));
    }

    @Override
    protected @Nullable BigDecimal numberOf(String text) {
        return SpecialNumbers.decimal(name, text);
    }
}
