package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;

/// interval: an ISO 8601 duration as PostgreSQL prints it, `P1Y2M-3DT4H5M6.789S`, with a sign on
/// each part; the infinities of PostgreSQL 17 and later are null and counted. Binary is
/// microseconds (64 bit), days and months (32 bit each).
public final class IntervalCodec extends TypeCodec {

    private static final int MONTHS_OF_YEAR = 12;

    public IntervalCodec() {
        super(ValueFamily.INTERVAL);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (TimeReader.isInfinite(bytes, start, end)) {
            out.nulledValue();
        } else if (start == end || bytes[start] != 'P') {
            throw ValueFaults.malformed("interval");
        } else {
            out.string(bytes, start, end);
        }
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("interval", bytes, start, end);
        long micros = reader.int64();
        int days = reader.int32();
        int months = reader.int32();
        reader.finish();
        if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
            out.ascii("infinity");
        } else if (micros == Long.MIN_VALUE
                && days == Integer.MIN_VALUE
                && months == Integer.MIN_VALUE) {
            out.ascii("-infinity");
        } else if (micros == 0 && days == 0 && months == 0) {
            out.ascii("PT0S");
        } else {
            out.put('P');
            part(months / MONTHS_OF_YEAR, 'Y', out);
            part(months % MONTHS_OF_YEAR, 'M', out);
            part(days, 'D', out);
            printTime(micros, out);
        }
    }

    private static void printTime(long micros, JsonOutput out) {
        if (micros == 0) {
            return;
        }
        out.put('T');
        part(micros / ClockTime.HOUR, 'H', out);
        part(micros % ClockTime.HOUR / ClockTime.MINUTE, 'M', out);
        long seconds = micros % ClockTime.MINUTE;
        if (seconds != 0) {
            if (seconds < 0) {
                out.put('-');
            }
            out.number(Math.abs(seconds / ClockTime.SECOND));
            ClockTime.fraction(Math.abs(seconds % ClockTime.SECOND), out);
            out.put('S');
        }
    }

    private static void part(long value, char unit, JsonOutput out) {
        if (value != 0) {
            out.number(value);
            out.put(unit);
        }
    }
}
