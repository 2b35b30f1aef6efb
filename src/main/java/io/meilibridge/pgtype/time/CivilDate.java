package io.meilibridge.pgtype.time;

import io.meilibridge.pgtype.JsonOutput;

/// Days and calendar dates in the proleptic Gregorian calendar, counted from 2000-01-01 as
/// PostgreSQL counts them. Years are astronomical: 0 is 1 BC.
final class CivilDate {

    private static final int YEAR_DIGITS_MIN = 4;
    private static final long DAYS_OF_400_YEARS = 146_097;

    /// From 0000-03-01, where the arithmetic counts from, to 2000-01-01.
    private static final long DAYS_TO_2000 = 730_425;

    private CivilDate() {}

    /// The day of a date. The year begins in March here, so that the leap day is its last.
    static long day(long year, int month, int dayOfMonth) {
        long marchYear = month > 2 ? year : year - 1;
        long cycle = Math.floorDiv(marchYear, 400L);
        long yearOfCycle = marchYear - 400 * cycle;
        int monthFromMarch = (month + 9) % 12;
        long dayOfYear = (153L * monthFromMarch + 2) / 5 + dayOfMonth - 1;
        long dayOfCycle = 365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
        return DAYS_OF_400_YEARS * cycle + dayOfCycle - DAYS_TO_2000;
    }

    static boolean isValid(long year, int month, int dayOfMonth) {
        return month >= 1
                && month <= 12
                && dayOfMonth >= 1
                && dayOfMonth <= lengthOfMonth(year, month);
    }

    private static int lengthOfMonth(long year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            default -> 31;
        };
    }

    /// Writes a day's date without the mark of its era, and tells whether that is BC.
    static boolean print(long day, JsonOutput out) {
        long fromMarch0 = day + DAYS_TO_2000;
        long cycle = Math.floorDiv(fromMarch0, DAYS_OF_400_YEARS);
        int dayOfCycle = (int) (fromMarch0 - DAYS_OF_400_YEARS * cycle);
        int leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096;
        int yearOfCycle = (dayOfCycle - leapDays) / 365;
        int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0);
        out.padded(year > 0 ? year : 1 - year, YEAR_DIGITS_MIN);
        out.put('-');
        out.padded(month, 2);
        out.put('-');
        out.padded(dayOfMonth, 2);
        return year <= 0;
    }
}
