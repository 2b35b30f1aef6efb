package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueReader;
import java.util.Locale;

/// The types that point into the database's own storage: pg_lsn (`16/B374D848`) and tid (`(0,1)`:
/// block and item).
public final class PointerCodec extends PrintedCodec {

    public static final PointerCodec PG_LSN = new PointerCodec(true);
    public static final PointerCodec TID = new PointerCodec(false);

    private final boolean lsn;

    private PointerCodec(boolean lsn) {
        super(ValueFamily.OTHER);
        this.lsn = lsn;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader(lsn ? "pg_lsn" : "tid", bytes, start, end);
        int high = reader.int32();
        if (lsn) {
            out.ascii(Integer.toHexString(high).toUpperCase(Locale.ROOT));
            out.put('/');
            out.ascii(Integer.toHexString(reader.int32()).toUpperCase(Locale.ROOT));
        } else {
            out.put('(');
            out.number(Integer.toUnsignedLong(high));
            out.put(',');
            out.number(reader.uint16());
            out.put(')');
        }
        reader.finish();
    }
}
