package io.meilibridge.camel.relief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.TestRedis;
import io.meilibridge.config.settings.PoolSettings;
import io.meilibridge.config.settings.RedisSettings;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.relief.ReliefStore;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queues on a real server, through camel-redis.
class RedisReliefStoreIT {

    private static final String QUEUE = "meilibridge:relief:a task:x1-1";

    private final CamelContext camel = new DefaultCamelContext();

    @TempDir Path folder;

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void what_is_put_aside_survives_the_server() throws Exception {
        try (TestRedis redis = safe();
                ReliefStore store = open(redis)) {
            store.requireSafe();
            assertThat(store.done(QUEUE)).isEmpty();
            store.begin(QUEUE);
            store.append(QUEUE, 1, bytes("one"));
            store.append(QUEUE, 2, bytes("two"));
            store.append(QUEUE, 3, new byte[3_000_000]);
            redis.stopServer();
            refuses(ErrorCode.RELIEF_UNAVAILABLE, () -> store.append(QUEUE, 4, bytes("four")));
            redis.startServer();

            awaitBack(store);
            assertThat(store.done(QUEUE)).contains(0L);
            assertThat(store.entry(QUEUE, 2)).map(RedisReliefStoreIT::text).contains("two");
            assertThat(store.entry(QUEUE, 3)).map(found -> found.length).contains(3_000_000);
            assertThat(store.entry(QUEUE, 4)).isEmpty();

            store.done(QUEUE, 1, 2);
            assertThat(store.entry(QUEUE, 1)).isEmpty();
            assertThat(store.done(QUEUE)).contains(2L);
            store.append(QUEUE, 4, bytes("four"));
            try (ReliefStore another = open(redis)) {
                assertThat(another.entry(QUEUE, 4)).map(RedisReliefStoreIT::text).contains("four");
            }
            store.drop(QUEUE);
            assertThat(store.done(QUEUE)).isEmpty();
            assertThat(redis.send(Request.cmd(Command.DBSIZE)).toInteger()).isZero();
        }
    }

    @Test
    void an_entry_is_written_once() throws Exception {
        try (TestRedis redis = safe();
                ReliefStore store = open(redis)) {
            store.requireSafe();
            store.begin(QUEUE);
            store.append(QUEUE, 1, bytes("one"));
            refuses(ErrorCode.RELIEF_UNAVAILABLE, () -> store.append(QUEUE, 1, bytes("other")));
            assertThat(store.entry(QUEUE, 1)).map(RedisReliefStoreIT::text).contains("one");
        }
    }

    @Test
    void a_server_that_is_full_refuses_and_is_read() throws Exception {
        try (TestRedis redis = safe();
                ReliefStore store = open(redis)) {
            store.requireSafe();
            store.begin(QUEUE);
            store.append(QUEUE, 1, bytes("one"));
            redis.send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("100kb"));
            refuses(ErrorCode.RELIEF_UNAVAILABLE, () -> store.append(QUEUE, 2, bytes("two")));
            assertThat(store.entry(QUEUE, 1)).isPresent();
            refuses(ErrorCode.RELIEF_UNAVAILABLE, () -> store.done(QUEUE, 1, 1));
            assertThat(store.entry(QUEUE, 1)).as("removed only together").isPresent();
            store.drop(QUEUE);
            assertThat(store.done(QUEUE)).isEmpty();
        }
    }

    @Test
    void a_server_that_is_not_safe_is_refused() throws Exception {
        refusesToBegin("appendonly no", "append-only file");
        refusesToBegin("appendfsync everysec", "'appendfsync always'");
        refusesToBegin("maxmemory-policy allkeys-lru", "noeviction");
    }

    private void refusesToBegin(String setting, String named) throws Exception {
        try (TestRedis redis =
                        new TestRedis(
                                "appendonly yes", "appendfsync always", "dir " + folder, setting);
                ReliefStore store = open(redis)) {
            assertThatThrownBy(store::requireSafe)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(named)
                    .extracting(fault -> ((CheckpointException) fault).code())
                    .isEqualTo(ErrorCode.RELIEF_UNSAFE);
        }
    }

    private TestRedis safe() throws Exception {
        return new TestRedis("save \"\"", "appendonly yes", "appendfsync always", "dir " + folder);
    }

    private ReliefStore open(TestRedis redis) {
        return new RedisReliefStores(camel)
                .open(
                        new RedisSettings(
                                URI.create("redis://127.0.0.1:" + redis.port()),
                                null,
                                null,
                                3,
                                "meilibridge",
                                new PoolSettings(1, 1, Duration.ZERO, Duration.ZERO, null)));
    }

    private static void refuses(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(CheckpointException.class)
                .extracting(fault -> ((CheckpointException) fault).code())
                .isEqualTo(code);
    }

    /// The client connects again by itself.
    private static void awaitBack(ReliefStore store) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!answers(store)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("It does not connect again.");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean answers(ReliefStore store) {
        try {
            store.done(QUEUE);
            return true;
        } catch (CheckpointException unavailable) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
