package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// macaddr and macaddr8: the string PostgreSQL prints, `08:00:2b:01:02:03`; binary 6 or 8 bytes.
public final class MacAddressCodec extends PrintedCodec {

    private final int length;

    /// @param length of the address in bytes
    public MacAddressCodec(int length) {
        super(ValueFamily.OTHER);
        this.length = length;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength("macaddr", length, end - start);
        for (int at = start; at < end; at++) {
            if (at > start) {
                out.put(':');
            }
            out.hex(bytes[at]);
        }
    }
}
