package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.JsonOutput;

/// Times of day in microseconds, as PostgreSQL keeps and prints them.
final class ClockTime {

    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private static final int FRACTION_DIGITS = 6;

    private ClockTime() {}

    /// Writes `13:37:00.123`; a fraction only when there is one, without zeros at its end.
    static void print(long micros, JsonOutput out) {
        int seconds = (int) (micros / SECOND);
        out.padded(seconds / 3600, 2);
        out.put(':');
        out.padded(seconds / 60 % 60, 2);
        out.put(':');
        out.padded(seconds % 60, 2);
        fraction(micros - seconds * SECOND, out);
    }

    /// Writes the fraction of a second with its point, or nothing.
    static void fraction(long micros, JsonOutput out) {
        if (micros == 0) {
            return;
        }
        int digits = FRACTION_DIGITS;
        long rest = micros;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        out.put('.');
        out.padded(rest, digits);
    }

    /// Writes a zone as PostgreSQL does: `+00`, `+05:30`, `-00:44:30`.
    ///
    /// @param secondsEast of Greenwich
    static void zone(int secondsEast, JsonOutput out) {
        int seconds = Math.abs(secondsEast);
        out.put(secondsEast < 0 ? '-' : '+');
        out.padded(seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.put(':');
            out.padded(seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.put(':');
            out.padded(seconds % 60, 2);
        }
    }
}
