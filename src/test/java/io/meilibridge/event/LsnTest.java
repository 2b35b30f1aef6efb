package io.meilibridge.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LsnTest {

    private static final Lsn SMALL = new Lsn(1);
    private static final Lsn LARGE = new Lsn(Long.MAX_VALUE);
    private static final Lsn HUGE = new Lsn(Long.MIN_VALUE);
    private static final Lsn LARGEST = new Lsn(-1);

    @Test
    void order_is_unsigned() {
        assertThat(Stream.of(LARGEST, SMALL, HUGE, Lsn.INVALID, LARGE).sorted())
                .isEqualTo(List.of(Lsn.INVALID, SMALL, LARGE, HUGE, LARGEST));
        assertThat(LARGE.isBefore(HUGE)).isTrue();
        assertThat(LARGE.isAfter(HUGE)).isFalse();
        assertThat(HUGE.isAfter(LARGE)).isTrue();
        assertThat(HUGE.isBefore(HUGE)).isFalse();
        assertThat(HUGE.isAfter(HUGE)).isFalse();
        assertThat(Lsn.min(HUGE, LARGE)).isEqualTo(LARGE);
        assertThat(Lsn.max(HUGE, LARGE)).isEqualTo(HUGE);
        assertThat(Lsn.min(LARGE, HUGE)).isEqualTo(LARGE);
        assertThat(Lsn.max(LARGE, HUGE)).isEqualTo(HUGE);
    }

    @ParameterizedTest
    @CsvSource({
        "0/0, 0",
        "0/1, 1",
        "16/B374D848, 97500059720",
        "1/0, 4294967296",
        "0/FFFFFFFF, 4294967295",
        "7FFFFFFF/FFFFFFFF, 9223372036854775807",
        "80000000/0, -9223372036854775808",
        "FFFFFFFF/FFFFFFFF, -1"
    })
    void text_has_the_form_of_a_pg_lsn(String text, long value) {
        assertThat(new Lsn(value)).hasToString(text);
        assertThat(Lsn.parse(text)).isEqualTo(new Lsn(value));
    }

    @Test
    void lower_case_and_leading_zeros_are_read() {
        assertThat(Lsn.parse("00000016/b374d848")).isEqualTo(Lsn.parse("16/B374D848"));
    }

    @Test
    void what_is_printed_is_read_again() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Lsn lsn = new Lsn(random.nextLong() >>> random.nextInt(64));
            assertThat(Lsn.parse(lsn.toString())).as("seed %d", seed).isEqualTo(lsn);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1",
                "1/",
                "/1",
                "1/2/3",
                "123456789/0",
                "0/123456789",
                "g/0",
                "0/ 1",
                "-1/0",
                "0x1/0",
                " 0/1",
                "0/1 ",
                "0/١",
                "０/1"
            })
    void other_text_is_refused(String text) {
        assertThatThrownBy(() -> Lsn.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot parse LSN '" + text + "': ");
    }

    @Test
    void only_zero_is_invalid() {
        assertThat(Lsn.INVALID.isValid()).isFalse();
        assertThat(SMALL.isValid()).isTrue();
        assertThat(HUGE.isValid()).isTrue();
    }

    @Test
    void bytes_between_two_are_counted() {
        assertThat(Lsn.parse("1/5").bytesSince(Lsn.parse("0/FFFFFFFF"))).isEqualTo(6);
        assertThat(HUGE.bytesSince(LARGE)).isEqualTo(1);
        assertThat(LARGE.bytesSince(HUGE)).isEqualTo(-1);
    }
}
