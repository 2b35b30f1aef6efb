package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration CAP = Duration.ofMillis(500);

    @Test
    void waits_grow_to_the_cap_and_start_again_after_a_reset() {
        Backoff backoff = new Backoff(FIRST, CAP, 2, 0, new Random(1));

        assertThat(Stream.generate(backoff::next).limit(5).map(Duration::toMillis))
                .isEqualTo(List.of(100L, 200L, 400L, 500L, 500L));
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(FIRST);
    }

    @Test
    void jitter_spreads_waits_around_their_mean_and_never_over_the_cap() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Backoff backoff = new Backoff(FIRST, CAP, 1, 0.5, new Random(seed));

        List<Long> waits =
                Stream.generate(backoff::next).limit(1000).map(Duration::toMillis).toList();

        assertThat(waits).as("seed %d", seed).allMatch(wait -> wait >= 50 && wait <= 150);
        assertThat(waits.stream().distinct().count()).isGreaterThan(50);
        Backoff atTheCap = new Backoff(CAP, CAP, 2, 1, new Random(seed));
        assertThat(Stream.generate(atTheCap::next).limit(1000))
                .as("seed %d", seed)
                .allMatch(wait -> wait.toMillis() >= 1 && wait.compareTo(CAP) <= 0);
    }

    @Test
    void nonsense_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(CAP, FIRST, 2, 0, new Random(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(FIRST, CAP, 0.5, 0, new Random(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(FIRST, CAP, 2, 1.5, new Random(1)));
    }
}
