package io.meilibridge.pgtype.time;

import static io.meilibridge.pgtype.Values.binary;
import static io.meilibridge.pgtype.Values.codec;
import static io.meilibridge.pgtype.Values.json;
import static io.meilibridge.pgtype.Values.jsonOfBinary;
import static io.meilibridge.pgtype.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.TypeOptions;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final TypeOptions EPOCH =
            new TypeOptions(NumericForm.NUMBER, TimestampForm.EPOCH_MS);

    @ParameterizedTest
    @CsvSource({
        "timestamp, 2024-01-31 13:37:00.123, 2024-01-31T13:37:00.123",
        "timestamp, 2024-01-31 13:37:00, 2024-01-31T13:37:00",
        "timestamptz, 2024-01-31 13:37:00.1+00, 2024-01-31T13:37:00.1Z",
        "timestamptz, 2024-01-31 13:37:00+05:30, 2024-01-31T08:07:00Z",
        "timestamptz, 2024-01-31 23:37:00-00:30, 2024-02-01T00:07:00Z",
        "timestamp, 0044-03-15 12:00:00 BC, 0044-03-15T12:00:00 BC",
        "timestamptz, 0044-03-15 12:00:00+00 BC, 0044-03-15T12:00:00Z BC",
        "timestamp, 12345-06-07 08:09:10.5, 12345-06-07T08:09:10.5",
        "date, 2024-02-29, 2024-02-29",
        "date, 5874897-12-31, 5874897-12-31",
        "date, 0044-03-15 BC, 0044-03-15 BC",
        "time, 24:00:00, 24:00:00",
        "timetz, 13:37:00.5+05:30, 13:37:00.5+05:30",
        "interval, P1Y2M-3DT4H5M6.789S, P1Y2M-3DT4H5M6.789S"
    })
    void times_have_their_iso_form(String type, String value, String expected) {
        assertThat(json(type, value)).isEqualTo('"' + expected + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01 00:00:00, 0",
        "2024-01-31 13:37:00.123999, 1706708220123",
        "1969-12-31 23:59:59.9995, -1",
        "1969-12-31 23:59:59, -1000",
        "0001-12-31 00:00:00 BC, -62135683200000",
        "294276-12-31 23:59:59.999999, 9224318015999999"
    })
    void epoch_milliseconds_are_rounded_down(String value, String expected) {
        assertThat(json(codec("timestamp", EPOCH), text(value))).isEqualTo(expected);
        assertThat(json(codec("timestamptz", EPOCH), text(zoned(value)))).isEqualTo(expected);
        assertThat(json(codec("date", EPOCH), text("2024-01-31"))).isEqualTo("\"2024-01-31\"");
    }

    private static String zoned(String value) {
        return value.endsWith(" BC") ? value.replace(" BC", "+00 BC") : value + "+00";
    }

    @Test
    void infinity_is_null() {
        for (String type : new String[] {"date", "timestamp", "timestamptz", "interval"}) {
            assertThat(json(type, "infinity")).isEqualTo("null");
            assertThat(json(type, "-infinity")).isEqualTo("null");
        }
        assertThat(jsonOfBinary("timestamp", "7fffffffffffffff")).isEqualTo("null");
        assertThat(json(codec("timestamp", EPOCH), binary("8000000000000000"))).isEqualTo("null");
        assertThat(jsonOfBinary("date", "80000000")).isEqualTo("null");
        assertThat(jsonOfBinary("interval", "7fffffffffffffff 7fffffff 7fffffff"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "date, 00000000, 2000-01-01",
        "date, ffffffff, 1999-12-31",
        "time, 0000000000000001, 00:00:00.000001",
        "timetz, 000000141dd76000 ffffb2a8, 24:00:00+05:30",
        "timetz, 0000000000000000 00000000, 00:00:00+00",
        "timetz, 0000000000000000 0000e0ff, 00:00:00-15:59:59",
        "timestamp, ffffffffffffffff, 1999-12-31 23:59:59.999999",
        "timestamptz, 00000000000f4240, 2000-01-01 00:00:01+00",
        "interval, 0000000000000000 00000000 00000000, PT0S",
        "interval, fffffffffff85ee0 00000000 fffffff3, P-1Y-1MT-0.5S",
        "interval, 0000000000000000 fffffffd 00000000, P-3D"
    })
    void binary_forms_print_as_postgresql_prints_them(String type, String hex, String expected) {
        assertThat(codec(type).text(binary(hex), 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "date, 2024-13-01",
        "date, 2023-02-29",
        "date, 24-01-01",
        "date, 2024-01-01x",
        "date, 0000-01-01",
        "timestamp, 2024-02-30 13:37:00",
        "timestamptz, 2024-01-41 13:37:00.123+00",
        "timestamp, 2024-01-31 24:37:00",
        "timestamp, 2024-01-31 13:60:00",
        "timestamp, 2024-01-31 1a:00:00",
        "timestamp, 2024-01-31_13:37:00",
        "timestamp, 2024-01-31 13:37:00.",
        "timestamp, 2024-01-31 13:37:00.1234567890",
        "timestamptz, 2024-01-31 13:37:00+0",
        "time, 25:00:00",
        "time, 13:60:00",
        "time, 24:00:01",
        "interval, 1 day",
        "interval, ''",
        "timestamp, ''"
    })
    void text_of_another_form_is_refused(String type, String value) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> json(type, value));
    }

    @ParameterizedTest
    @CsvSource({
        "time, ffffffffffffffff", "time, 7fffffffffffffff", "timetz, 0000000000000000 80000000",
        "date, 00", "timestamp, 00", "interval, 00"
    })
    void binary_of_another_form_is_refused(String type, String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> jsonOfBinary(type, hex));
    }

    @Test
    void the_calendar_agrees_with_the_librarys_for_every_day_of_a_leap_cycle() {
        TypeCodec codec = codec("date");
        LocalDate first = LocalDate.of(1799, 12, 31);
        long toFirst = ChronoUnit.DAYS.between(LocalDate.of(2000, 1, 1), first);
        for (int i = 0; i < 146_100; i++) {
            String text = first.plusDays(i).toString();
            assertThat(codec.text(binary("%08x".formatted((int) (toFirst + i))), 0))
                    .isEqualTo(text);
            assertThat(codec.micros(text(text), 0)).isEqualTo((toFirst + i) * 86_400_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-31",
                "2024-01-31T00:00",
                "2024-01-31 00:00:00",
                "2024-01-31T00:00:00.000Z",
                "2024-01-31T00:00:00.000000+00:00",
                "2024-01-31T05:30:00+05:30",
                "2024-01-31T05:30:00+0530",
                "2024-01-30T22:00:00-02"
            })
    void one_operand_fits_dates_and_both_timestamps(String operand) {
        long expected = codec("date").micros(text("2024-01-31"), 0);
        for (String type : new String[] {"date", "timestamp", "timestamptz"}) {
            assertThat(codec(type).micros(operand)).hasValue(expected);
        }
        assertThat(codec("timestamptz").micros(text("2024-01-31 00:00:00+00"), 0))
                .isEqualTo(expected);
    }

    @Test
    void times_of_day_compare_in_utc() {
        long noon = 12 * 3_600_000_000L;
        assertThat(codec("time").micros("12:00")).hasValue(noon);
        assertThat(codec("timetz").micros(text("14:00:00+02"), 0)).isEqualTo(noon);
        assertThat(codec("timetz").micros(text("01:00:00+02"), 0)).isEqualTo(-noon / 12);
    }

    @Test
    void what_is_no_time_is_told_from_a_time() {
        assertThat(codec("timestamp").micros("yesterday")).isEmpty();
        assertThat(codec("timestamp").micros("")).isEmpty();
        assertThat(codec("time").micros("2024-01-31")).isEmpty();
        assertThat(codec("text").micros("2024-01-31")).isEmpty();
    }

    @Test
    void infinities_lie_outside_all_times() {
        TypeCodec codec = codec("date");
        assertThat(codec.micros("infinity")).hasValue(Long.MAX_VALUE);
        assertThat(codec.micros("5874897-12-31")).hasValue(Long.MAX_VALUE - 1);
        assertThat(codec.micros("-infinity")).hasValue(Long.MIN_VALUE);
    }
}
