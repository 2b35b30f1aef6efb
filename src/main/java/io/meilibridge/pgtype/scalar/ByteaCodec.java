package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// bytea: a string of two lower-case hex digits for each byte, without the `\x` that PostgreSQL's
/// own text form begins with. Needs `bytea_output=hex`.
public final class ByteaCodec extends TypeCodec {

    public ByteaCodec() {
        super(ValueFamily.BYTES);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        int length = end - start;
        if (length < 2 || length % 2 != 0 || bytes[start] != '\\' || bytes[start + 1] != 'x') {
            throw ValueFaults.malformed("bytea");
        }
        for (int at = start + 2; at < end; at++) {
            if (!isHex(bytes[at])) {
                throw ValueFaults.malformed("bytea");
            }
        }
        out.put('"');
        out.put(bytes, start + 2, end);
        out.put('"');
    }

    private static boolean isHex(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put('"');
        printHex(bytes, start, end, out);
        out.put('"');
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.ascii("\\x");
        printHex(bytes, start, end, out);
    }

    private static void printHex(byte[] bytes, int start, int end, JsonOutput out) {
        for (int at = start; at < end; at++) {
            out.hex(bytes[at]);
        }
    }
}
