package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.util.OptionalLong;

/// date: the string PostgreSQL prints, `2024-01-31`, years beyond 9999 with all their digits, years
/// before Christ as `0044-03-15 BC`; the infinities are null and counted. Binary is days since
/// 2000-01-01, 32 bit.
public final class DateCodec extends TypeCodec {

    public DateCodec() {
        super(ValueFamily.DATE);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (TimeReader.isInfinite(bytes, start, end)) {
            out.nulledValue();
            return;
        }
        TimeReader.timestamp("date", bytes, start, end);
        out.put('"');
        out.put(bytes, start, end);
        out.put('"');
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueFaults.requireLength("date", Integer.BYTES, end - start);
        int day = BigEndian.int32(bytes, start);
        if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
            out.ascii(day < 0 ? "-infinity" : "infinity");
        } else if (CivilDate.print(day, out)) {
            out.ascii(" BC");
        }
    }

    @Override
    public OptionalLong micros(String text) {
        return TimeReader.timestampOf(text);
    }
}
