package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// uuid: the string PostgreSQL prints, 8-4-4-4-12 lower-case hex digits; binary 16 bytes.
public final class UuidCodec extends PrintedCodec {

    private static final int LENGTH = 16;

    public UuidCodec() {
        super(ValueFamily.UUID);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put('"');
        printBinary(bytes, start, end, out);
        out.put('"');
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength("uuid", LENGTH, end - start);
        for (int i = 0; i < LENGTH; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.put('-');
            }
            out.hex(bytes[start + i]);
        }
    }
}
