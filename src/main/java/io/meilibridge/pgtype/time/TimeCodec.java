package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;
import java.util.OptionalLong;

/// time and timetz: the string PostgreSQL prints, `13:37:00.123`, of a timetz with its own zone
/// (`13:37:00+05:30`). Binary is microseconds since midnight, 64 bit, and for timetz the seconds
/// that the zone lies west of Greenwich, 32 bit.
public final class TimeCodec extends TypeCodec {

    private static final int ZONE_SECONDS_LIMIT = 16 * 3600;

    private final boolean zoned;

    public TimeCodec(boolean zoned) {
        super(ValueFamily.TIME);
        this.zoned = zoned;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        TimeReader.time(name(), bytes, start, end);
        out.put('"');
        out.put(bytes, start, end);
        out.put('"');
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader(name(), bytes, start, end);
        long micros = reader.int64();
        int secondsWest = zoned ? reader.int32() : 0;
        reader.finish();
        if (micros < 0
                || micros > ClockTime.DAY
                || secondsWest <= -ZONE_SECONDS_LIMIT
                || secondsWest >= ZONE_SECONDS_LIMIT) {
            throw ValueFaults.malformed("binary " + name());
        }
        ClockTime.print(micros, out);
        if (zoned) {
            ClockTime.zone(-secondsWest, out);
        }
    }

    private String name() {
        return zoned ? "timetz" : "time";
    }

    @Override
    public OptionalLong micros(String text) {
        return TimeReader.timeOf(text);
    }
}
