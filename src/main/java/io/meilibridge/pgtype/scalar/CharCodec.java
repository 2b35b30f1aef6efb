package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// The one-byte type `"char"`. Zero prints as the empty text, a byte beyond ASCII as a backslash
/// and three octal digits. (Before PostgreSQL 16 such a byte was printed as it is, which is not
/// UTF-8.)
public final class CharCodec extends PrintedCodec {

    public CharCodec() {
        super(ValueFamily.TEXT);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength("\"char\"", 1, end - start);
        int value = bytes[start] & 0xFF;
        if (value >= 0x80) {
            out.put('\\');
            out.ascii(Integer.toOctalString(value));
        } else if (value != 0) {
            out.put((char) value);
        }
    }
}
