package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JsonOutputTest {

    private static String written(JsonOutput out) {
        return new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
    }

    @Test
    void numbers_have_the_digits_that_they_have() {
        JsonOutput out = new JsonOutput(16);
        LongStream edges =
                LongStream.iterate(1, ten -> ten > 0 && ten < Long.MAX_VALUE / 10, ten -> ten * 10)
                        .flatMap(ten -> LongStream.of(ten - 1, ten, ten + 1));
        LongStream ends =
                LongStream.of(
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE + 1L,
                        0xFFFF_FFFFL,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE);
        LongStream random = new Random(1).longs(20_000).map(value -> value >> (value & 63));

        LongStream.concat(LongStream.concat(edges, ends), random)
                .flatMap(value -> LongStream.of(value, -value))
                .forEach(value -> {
                    out.reset();
                    out.number(value);
                    assertThat(written(out)).isEqualTo(Long.toString(value));
                });
    }

    @Test
    void padding_is_a_least_number_of_digits() {
        JsonOutput out = new JsonOutput(16);

        for (int digits = 1; digits < 8; digits++) {
            for (long value : new long[] {0, 7, 10, 99, 100, 9999, 10_000, 123_456_789_012L}) {
                out.reset();
                out.padded(value, digits);
                assertThat(written(out)).isEqualTo(("%0" + digits + "d").formatted(value));
            }
        }
    }

    @Test
    void what_needs_a_second_look_is_found_wherever_it_lies() {
        for (byte special : new byte[] {'"', '\\', 0, 0x1F, '\n', (byte) 0xC3, (byte) 0xFF}) {
            for (int start = 0; start < 20; start++) {
                for (int at = start; at < 40; at++) {
                    byte[] text = new byte[40];
                    Arrays.fill(text, (byte) ' ');
                    text[at] = special;
                    assertThat(JsonOutput.plainUntil(text, start, 40)).isEqualTo(at);
                    assertThat(JsonOutput.plainUntil(text, start, at)).isEqualTo(at);
                }
            }
        }
    }
}
