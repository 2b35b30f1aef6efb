/// The calendar types: dates, times of day, timestamps, intervals. Calendar arithmetic is our own,
/// on longs, in the proleptic Gregorian calendar as PostgreSQL has it.
@NullMarked
package io.meilibridge.pgtype.time;

import org.jspecify.annotations.NullMarked;
