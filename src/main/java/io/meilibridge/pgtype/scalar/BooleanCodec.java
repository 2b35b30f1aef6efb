package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// bool: `true` or `false`. Text `t` or `f`; binary one byte, 1 or 0.
public final class BooleanCodec extends TypeCodec {

    public BooleanCodec() {
        super(ValueFamily.BOOLEAN);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (end - start != 1 || (bytes[start] != 't' && bytes[start] != 'f')) {
            throw ValueFaults.malformed("bool");
        }
        out.ascii(bytes[start] == 't' ? "true" : "false");
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.ascii(read(bytes, start, end) ? "true" : "false");
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put(read(bytes, start, end) ? 't' : 'f');
    }

    private static boolean read(byte[] bytes, int start, int end) {
        ValueFaults.requireLength("bool", 1, end - start);
        if (bytes[start] != 0 && bytes[start] != 1) {
            throw ValueFaults.malformed("binary bool");
        }
        return bytes[start] == 1;
    }
}
