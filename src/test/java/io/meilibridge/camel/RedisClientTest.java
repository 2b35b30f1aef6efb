package io.meilibridge.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.PoolSettings;
import io.meilibridge.config.settings.RedisSettings;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisClientTest {

    @Test
    void idle_connections_are_closed_after_their_time_and_with_none_never() {
        RedisOptions limited = options(Duration.ofSeconds(7));
        RedisOptions unlimited = options(Duration.ZERO);

        assertThat(limited.getMaxPoolSize()).isEqualTo(3);
        assertThat(limited.getPoolRecycleTimeout()).isEqualTo(7000);
        assertThat(limited.getPoolCleanerInterval()).isPositive();
        assertThat(unlimited.getPoolCleanerInterval()).isEqualTo(-1);
    }

    private static RedisOptions options(Duration idle) {
        return RedisClient.options(
                new RedisSettings(
                        URI.create("redis://localhost"),
                        null,
                        null,
                        0,
                        "meilibridge",
                        new PoolSettings(3, 1, Duration.ofSeconds(1), idle, null)));
    }
}
