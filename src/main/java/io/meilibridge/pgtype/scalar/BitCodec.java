package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;

/// bit and varbit: a string of `0` and `1`. Binary is the number of bits, then the bits from the
/// highest of the first byte on.
public final class BitCodec extends PrintedCodec {

    public BitCodec() {
        super(ValueFamily.OTHER);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("bit", bytes, start, end);
        int bits = reader.int32();
        if (bits < 0 || (bits + 7L) / 8 != reader.remaining()) {
            throw ValueFaults.malformed("binary bit");
        }
        int from = reader.skip(reader.remaining());
        for (int bit = 0; bit < bits; bit++) {
            boolean set = (bytes[from + bit / 8] & (0x80 >> (bit % 8))) != 0;
            out.put(set ? '1' : '0');
        }
    }
}
