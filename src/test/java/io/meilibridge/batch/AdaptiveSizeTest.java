package io.meilibridge.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveSizeTest {

    private final AdaptiveSize size = new AdaptiveSize(100, 5000, 1000, Duration.ofSeconds(1));

    @Test
    void it_grows_while_the_server_is_quicker_than_the_target() {
        for (int i = 0; i < 10; i++) {
            size.measured(size.rows(), Duration.ofMillis(10));
        }
        assertThat(size.rows()).isEqualTo(5000);
    }

    @Test
    void it_shrinks_while_the_server_is_slower_but_not_below_its_bound() {
        for (int i = 0; i < 30; i++) {
            size.measured(size.rows(), Duration.ofSeconds(100));
        }
        assertThat(size.rows()).isEqualTo(100);
    }

    @Test
    void it_settles_where_a_batch_takes_the_target() {
        for (int i = 0; i < 100; i++) {
            size.measured(size.rows(), Duration.ofNanos(size.rows() * 500_000L));
        }
        assertThat(size.rows()).isBetween(1950, 2050);
    }

    @Test
    void a_small_task_says_nothing_about_a_large_one() {
        size.measured(1, Duration.ofMillis(50));
        assertThat(size.rows()).isEqualTo(1000);
    }

    @Test
    void a_fixed_size_stays() {
        AdaptiveSize fixed = AdaptiveSize.fixed(100);
        fixed.measured(100, Duration.ofSeconds(100));
        assertThat(fixed.rows()).isEqualTo(100);
    }
}
