package io.meilibridge.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.TestRedis;
import io.meilibridge.config.RedisConnection;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisDeadLettersIT extends DeadLetterStoreContract {

    private final TestRedis redis;

    RedisDeadLettersIT() throws IOException {
        redis = new TestRedis("save \"\"");
    }

    @AfterAll
    void stop() throws Exception {
        redis.close();
    }

    @BeforeEach
    void empty() throws Exception {
        redis.send(Request.cmd(Command.FLUSHALL));
    }

    private DeadLetterStore store(String prefix) {
        return new RedisDeadLetters(
                new RedisConnection(redis.client(), Duration.ofSeconds(10)), prefix);
    }

    @Override
    DeadLetterStore store() {
        return store("meilibridge");
    }

    @Test
    void prefixes_keep_installations_apart() {
        store().put(letter("items", "1", NOW));

        assertThat(store("other").all()).isEmpty();
    }

    @Test
    void a_server_that_refuses_writes_is_unavailable() throws Exception {
        redis.send(Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("1"));
        try {
            assertThatThrownBy(() -> store().put(letter("items", "1", NOW)))
                    .isInstanceOfSatisfying(
                            CheckpointException.class,
                            fault ->
                                    assertThat(fault.code())
                                            .isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        } finally {
            redis.send(
                    Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("0"));
        }
        assertThat(store().all()).isEmpty();
    }
}
