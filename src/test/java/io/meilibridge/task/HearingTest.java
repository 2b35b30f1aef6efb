package io.meilibridge.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HearingTest {

    private long now = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();

    private Hearing hearing(int seconds) {
        return new Hearing(Duration.ofSeconds(seconds), () -> now);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void half_of_the_time_without_a_word_is_too_long() {
        Hearing hearing = hearing(60);
        pass(29);
        assertThat(hearing.isRecent()).isTrue();
        pass(1);
        assertThat(hearing.isRecent()).isFalse();
        hearing.heard(now);
        assertThat(hearing.isRecent()).isTrue();
    }

    @Test
    void what_was_said_earlier_than_is_known_says_nothing() {
        Hearing hearing = hearing(60);
        long before = now;
        pass(20);
        hearing.heard(now);
        hearing.heard(before);
        pass(20);
        assertThat(hearing.isRecent()).isTrue();
        pass(10);
        assertThat(hearing.isRecent()).isFalse();
    }

    @Test
    void it_is_looked_in_time_whether_anybody_is_there() {
        Hearing hearing = hearing(60);
        pass(15);
        assertThat(hearing.isToBeLookedFor()).isFalse();
        pass(1);
        assertThat(hearing.isToBeLookedFor()).isTrue();
        assertThat(hearing.isPressing()).isFalse();
        pass(10);
        assertThat(hearing.isPressing()).isTrue();
        assertThat(hearing.isRecent()).isTrue();
    }

    @Test
    void without_a_time_limit_silence_says_nothing() {
        Hearing hearing = hearing(0);
        pass(100_000);
        assertThat(hearing.isRecent()).isTrue();
        assertThat(hearing.isPressing()).isFalse();
        assertThat(hearing.isToBeLookedFor()).isFalse();
    }
}
