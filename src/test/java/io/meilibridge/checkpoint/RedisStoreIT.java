package io.meilibridge.checkpoint;

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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisStoreIT extends CheckpointStoreContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TestRedis redis;
    private RedisStore store;

    RedisStoreIT() throws IOException {
        redis = new TestRedis("save \"\"");
        store = store("meilibridge", Duration.ZERO);
    }

    private RedisStore store(String prefix, Duration timeToLive) {
        return new RedisStore(new RedisConnection(redis.client(), TIMEOUT), prefix, timeToLive);
    }

    @AfterAll
    void stop() throws Exception {
        redis.close();
    }

    @BeforeEach
    void empty() throws Exception {
        redis.send(Request.cmd(Command.FLUSHALL));
        store = store("meilibridge", Duration.ZERO);
    }

    @Override
    CheckpointStore store() {
        return store;
    }

    @Test
    void another_process_sees_what_was_saved() {
        store.save(identity("0/10"), List.of(checkpoint("a", "0/20")));
        store.putNote("fingerprint", "x");
        RedisStore other = store("meilibridge", Duration.ZERO);

        assertThat(other.contents()).isEqualTo(store.contents());
        assertThat(other.checkpoints()).containsEntry("a", checkpoint("a", "0/20"));
        assertThat(store.survivesRestart()).isTrue();
        assertThat(store.isShared()).isTrue();
    }

    @Test
    void a_write_under_way_is_refused_when_the_tenure_is_taken_meanwhile() {
        Tenure old = new Tenure(store, "shop", () -> Instant.EPOCH);
        Tenure other = new Tenure(store("meilibridge", Duration.ZERO), "shop", () -> Instant.EPOCH);
        old.take();
        AtomicBoolean taken = new AtomicBoolean();
        assertThatThrownBy(() ->
                        old.fenced()
                                .change(contents -> {
                                    if (taken.compareAndSet(false, true)) {
                                        other.take();
                                    }
                                    return contents.withNote("late", "x");
                                }))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.FENCED));
        assertThat(store.note("late")).isEmpty();
        other.requireOurs();
    }

    @Test
    void prefixes_keep_installations_apart() {
        store.save(List.of(checkpoint("a", "0/20")));

        assertThat(store("other", Duration.ZERO).checkpoints()).isEmpty();
    }

    @Test
    void a_change_by_another_process_in_between_is_not_lost() {
        RedisStore other = store("meilibridge", Duration.ZERO);
        int[] asked = {0};
        store.change(contents -> {
            if (asked[0]++ == 0) {
                other.save(List.of(checkpoint("a", "0/30")));
            }
            return contents.saved(List.of(checkpoint("a", "0/20")));
        });

        assertThat(asked[0]).isEqualTo(2);
        assertThat(store.checkpoints()).containsEntry("a", checkpoint("a", "0/30"));
    }

    @Test
    void without_a_time_to_live_nothing_expires() throws Exception {
        store("meilibridge", Duration.ofSeconds(100)).save(List.of(checkpoint("a", "0/20")));
        assertThat(secondsToLive()).isBetween(90L, 100L);

        store.save(List.of(checkpoint("a", "0/30")));
        assertThat(secondsToLive()).isEqualTo(-1);
    }

    @Test
    void while_the_process_runs_its_checkpoints_do_not_expire() throws Exception {
        RedisStore expiring = store("meilibridge", Duration.ofSeconds(2));
        expiring.save(List.of(checkpoint("a", "0/20")));
        try (RenewedStore renewed = new RenewedStore(expiring, Duration.ofSeconds(2))) {
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            while (System.nanoTime() < end) {
                assertThat(renewed.checkpoints()).containsKey("a");
            }
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!expiring.checkpoints().isEmpty()) {
            assertThat(System.nanoTime()).as("it expires after its end").isLessThan(end);
        }
    }

    private long secondsToLive() throws Exception {
        return redis.send(Request.cmd(Command.TTL).arg("meilibridge:checkpoints")).toLong();
    }

    @Test
    void a_field_that_cannot_be_read_is_corrupt_and_never_ignored() throws Exception {
        for (List<String> field :
                List.of(
                        List.of("checkpoint:a", "{}"),
                        List.of("checkpoint:a", "not json"),
                        List.of("source:shop", "[1]"),
                        List.of("note:x", "no mark"),
                        List.of("something", "else"))) {
            redis.send(Request.cmd(Command.FLUSHALL));
            redis.send(
                    Request.cmd(Command.HSET)
                            .arg("meilibridge:checkpoints")
                            .arg(field.getFirst())
                            .arg(field.getLast()));
            assertThatThrownBy(store::checkpoints)
                    .isInstanceOfSatisfying(
                            CheckpointException.class,
                            fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_CORRUPT))
                    .hasMessageContaining(field.getFirst());
        }
    }

    @Test
    void a_server_that_refuses_writes_is_unavailable() throws Exception {
        redis.send(Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("1"));
        try {
            assertUnavailable(() -> store.save(List.of(checkpoint("a", "0/20"))));
        } finally {
            redis.send(
                    Request.cmd(Command.CONFIG).arg("SET").arg("min-replicas-to-write").arg("0"));
        }
        store.save(List.of(checkpoint("a", "0/20")));
    }

    @Test
    void a_server_that_is_away_is_unavailable_until_it_is_back() throws Exception {
        store.save(List.of(checkpoint("a", "0/20")));
        // The client reports each lost connection as an error of its own.
        Logger client = Logger.getLogger("io.vertx");
        client.setLevel(Level.OFF);
        try {
            redis.stopServer();
            assertUnavailable(store::checkpoints);
            assertUnavailable(() -> store.save(List.of(checkpoint("a", "0/30"))));
            redis.startServer();
            store.save(List.of(checkpoint("a", "0/40")));
        } finally {
            client.setLevel(null);
        }
        assertThat(store.checkpoints()).containsEntry("a", checkpoint("a", "0/40"));
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }
}
