package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.BigEndian;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import java.util.OptionalLong;

/// timestamp and timestamptz: `2024-01-31T13:37:00.123`, a timestamptz in UTC with `Z`, or epoch
/// milliseconds; the infinities are null and counted. Years beyond 9999 have all their digits,
/// years before Christ end in ` BC`, as PostgreSQL prints them. Binary is microseconds since
/// 2000-01-01, 64 bit, the two ends being the infinities.
public final class TimestampCodec extends TypeCodec {

    private static final long MILLIS_TO_2000 = 946_684_800_000L;
    private static final int WHOLE_SECONDS = "2024-01-31 13:37:00".length();
    private static final int DATE = "2024-01-31".length();

    /// So low that no sum with a number of two digits, times a hundred or not, is positive.
    private static final int NO_DIGITS = -10_000;

    private final boolean zoned;
    private final TimestampForm form;

    public TimestampCodec(boolean zoned, TimestampForm form) {
        super(zoned ? ValueFamily.TIMESTAMPTZ : ValueFamily.TIMESTAMP);
        this.zoned = zoned;
        this.form = form;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        int timeEnd = zoned ? end - "+00".length() : end;
        if (form == TimestampForm.ISO8601
                && isCommon(bytes, start, timeEnd)
                && (!zoned || isUtc(bytes, timeEnd))) {
            out.put('"');
            out.put(bytes, start, start + DATE);
            out.put('T');
            out.put(bytes, start + DATE + 1, timeEnd);
            if (zoned) {
                out.put('Z');
            }
            out.put('"');
        } else {
            writeMicros(TimeReader.timestamp(name(), bytes, start, end), out);
        }
    }

    /// Whether the bytes are what nearly all timestamps are: a year of four digits, a time of day
    /// before 24:00, at most six decimals. Whatever else there is goes the longer way.
    private static boolean isCommon(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < WHOLE_SECONDS
                || length == WHOLE_SECONDS + 1
                || length > WHOLE_SECONDS + 7
                || bytes[start + 4] != '-'
                || bytes[start + 7] != '-'
                || bytes[start + DATE] != ' '
                || bytes[start + 13] != ':'
                || bytes[start + 16] != ':'
                || (length > WHOLE_SECONDS && bytes[start + WHOLE_SECONDS] != '.')) {
            return false;
        }
        for (int at = start + WHOLE_SECONDS + 1; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        int year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
        return year > 0
                && CivilDate.isValid(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8))
                && isBelow(24, twoDigits(bytes, start + 11))
                && isBelow(60, twoDigits(bytes, start + 14))
                && isBelow(60, twoDigits(bytes, start + 17));
    }

    private static boolean isBelow(int limit, int number) {
        return number >= 0 && number < limit;
    }

    /// The number of two digits, or [#NO_DIGITS] when they are something else.
    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        boolean digits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
        return digits ? 10 * tens + ones : NO_DIGITS;
    }

    private static boolean isUtc(byte[] bytes, int at) {
        return bytes[at] == '+' && bytes[at + 1] == '0' && bytes[at + 2] == '0';
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        writeMicros(read(bytes, start, end), out);
    }

    private void writeMicros(long micros, JsonOutput out) {
        if (isInfinite(micros)) {
            out.nulledValue();
            return;
        }
        switch (form) {
            case EPOCH_MS -> out.number(Math.floorDiv(micros, 1000L) + MILLIS_TO_2000);
            case ISO8601 -> {
                out.put('"');
                print(micros, 'T', out);
                out.put('"');
            }
        }
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        long micros = read(bytes, start, end);
        if (isInfinite(micros)) {
            out.ascii(micros < 0 ? "-infinity" : "infinity");
        } else {
            print(micros, ' ', out);
        }
    }

    private static boolean isInfinite(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
    }

    /// PostgreSQL's form with a space between date and time, JSON's with a `T`.
    private void print(long micros, char between, JsonOutput out) {
        boolean beforeChrist = CivilDate.print(Math.floorDiv(micros, ClockTime.DAY), out);
        out.put(between);
        ClockTime.print(Math.floorMod(micros, ClockTime.DAY), out);
        if (zoned) {
            out.ascii(between == 'T' ? "Z" : "+00");
        }
        if (beforeChrist) {
            out.ascii(" BC");
        }
    }

    private long read(byte[] bytes, int start, int end) {
        ValueFaults.requireLength(name(), Long.BYTES, end - start);
        return BigEndian.int64(bytes, start);
    }

    private String name() {
        return zoned ? "timestamptz" : "timestamp";
    }

    @Override
    public OptionalLong micros(String text) {
        return TimeReader.timestampOf(text);
    }
}
