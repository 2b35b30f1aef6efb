package io.meilibridge.pgtype.time;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgtype.ValueFaults;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Reads dates, times and timestamps in PostgreSQL's ISO form and in ISO 8601: `2024-01-31`,
/// `13:37:00.123`, `2024-01-31 13:37+00`, `0044-03-15T00:00:00Z BC`, `infinity`. Not safe for
/// threads.
final class TimeReader {

    private static final long DATE_ONLY_LIMIT = Long.MAX_VALUE / ClockTime.DAY - 1;
    private static final int YEAR_DIGITS_MAX = 7;
    private static final int FRACTION_DIGITS_MAX = 9;
    private static final int FRACTION_DIGITS = 6;

    private final String type;
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean beforeChrist;

    private TimeReader(String type, byte[] bytes, int start, int end) {
        this.type = type;
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /// A date or timestamp, moved to UTC by its zone, in microseconds since 2000-01-01.
    static long timestamp(String type, byte[] bytes, int start, int end) {
        if (isInfinite(bytes, start, end)) {
            return bytes[start] == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        boolean bc = end - start > 3 && bytes[end - 1] == 'C' && bytes[end - 2] == 'B';
        if (bc && bytes[end - 3] != ' ') {
            throw ValueFaults.malformed(type);
        }
        TimeReader reader = new TimeReader(type, bytes, start, bc ? end - 3 : end);
        reader.beforeChrist = bc;
        return reader.timestamp();
    }

    /// A time of day, moved to UTC by its zone, in microseconds since midnight.
    static long time(String type, byte[] bytes, int start, int end) {
        TimeReader reader = new TimeReader(type, bytes, start, end);
        long time = reader.clock();
        long zone = reader.zone();
        reader.finish();
        return time - zone;
    }

    /// A date or timestamp that somebody wrote down.
    static OptionalLong timestampOf(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return OptionalLong.of(timestamp("time", bytes, 0, bytes.length));
        } catch (DecodeException e) {
            return OptionalLong.empty();
        }
    }

    /// A time of day that somebody wrote down.
    static OptionalLong timeOf(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return OptionalLong.of(time("time", bytes, 0, bytes.length));
        } catch (DecodeException e) {
            return OptionalLong.empty();
        }
    }

    /// Whether the text is `infinity` or `-infinity`.
    static boolean isInfinite(byte[] bytes, int start, int end) {
        int from = start < end && bytes[start] == '-' ? start + 1 : start;
        if (end - from != "infinity".length() || bytes[from] != 'i') {
            return false;
        }
        for (int i = 0; i < "infinity".length(); i++) {
            if (bytes[from + i] != "infinity".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long timestamp() {
        long day = date();
        if (at == end) {
            return midnight(day);
        }
        if (bytes[at] != ' ' && bytes[at] != 'T') {
            throw ValueFaults.malformed(type);
        }
        at++;
        long time = clock();
        long zone = zone();
        finish();
        try {
            // Counted from the day nearer to zero: the ends of the range fit only as a sum.
            long whole = Math.multiplyExact(day < 0 ? day + 1 : day, ClockTime.DAY);
            return Math.addExact(whole, (day < 0 ? time - ClockTime.DAY : time) - zone);
        } catch (ArithmeticException e) {
            throw ValueFaults.malformed(type);
        }
    }

    private static long midnight(long day) {
        if (day > DATE_ONLY_LIMIT) {
            return Long.MAX_VALUE - 1;
        }
        return day < -DATE_ONLY_LIMIT ? Long.MIN_VALUE + 1 : day * ClockTime.DAY;
    }

    private long date() {
        int from = at;
        long year = digits(4, YEAR_DIGITS_MAX);
        if (at - from > 4 && bytes[from] == '0') {
            throw ValueFaults.malformed(type);
        }
        expect('-');
        int month = (int) digits(2, 2);
        expect('-');
        int dayOfMonth = (int) digits(2, 2);
        long astronomical = beforeChrist ? 1 - year : year;
        if (year == 0 || !CivilDate.isValid(astronomical, month, dayOfMonth)) {
            throw ValueFaults.malformed(type);
        }
        return CivilDate.day(astronomical, month, dayOfMonth);
    }

    private long clock() {
        long hours = digits(2, 2);
        expect(':');
        long minutes = digits(2, 2);
        long seconds = 0;
        long micros = 0;
        if (skip(':')) {
            seconds = digits(2, 2);
            micros = skip('.') ? fraction() : 0;
        }
        long time =
                hours * ClockTime.HOUR
                        + minutes * ClockTime.MINUTE
                        + seconds * ClockTime.SECOND
                        + micros;
        if (minutes > 59 || seconds > 60 || time > ClockTime.DAY) {
            throw ValueFaults.malformed(type);
        }
        return time;
    }

    /// Digits past the sixth are dropped.
    private long fraction() {
        int from = at;
        long value = digits(1, FRACTION_DIGITS_MAX);
        for (int digits = at - from; digits < FRACTION_DIGITS; digits++) {
            value *= 10;
        }
        for (int digits = at - from; digits > FRACTION_DIGITS; digits--) {
            value /= 10;
        }
        return value;
    }

    /// How far the zone is east of Greenwich; 0 when there is none.
    private long zone() {
        if (skip('Z')) {
            return 0;
        }
        boolean west = skip('-');
        if (!west && !skip('+')) {
            return 0;
        }
        long zone = digits(2, 2) * ClockTime.HOUR;
        boolean colon = skip(':');
        if (colon || at < end) {
            zone += digits(2, 2) * ClockTime.MINUTE;
        }
        if (colon && skip(':')) {
            zone += digits(2, 2) * ClockTime.SECOND;
        }
        return west ? -zone : zone;
    }

    private long digits(int least, int most) {
        int from = at;
        long value = 0;
        while (at < end && at - from < most && bytes[at] >= '0' && bytes[at] <= '9') {
            value = 10 * value + (bytes[at++] - '0');
        }
        if (at - from < least) {
            throw ValueFaults.malformed(type);
        }
        return value;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw ValueFaults.malformed(type);
        }
    }

    private boolean skip(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void finish() {
        if (at != end) {
            throw ValueFaults.malformed(type);
        }
    }
}
