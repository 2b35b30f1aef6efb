package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.TestRedis;
import io.meilibridge.dev.meilisearch.Faults;
import io.meilibridge.proxy.TcpProxy;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The place where positions are kept fails: documents go on arriving, nothing is confirmed that is
/// not stored, and all of it passes by itself when the place is back.
class StoreFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";

    /// A device on which every write says that no space is left.
    private static final Path FULL = Path.of("/dev/full");

    @TempDir Path redisFolder;

    private Scene scene;
    private int round;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "store_faults");
        scene.sql("CREATE TABLE item (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_full_disk_holds_back_nothing_but_the_confirmation() throws Exception {
        configure("");
        try (BridgeProcess bridge = started()) {
            Path next = scene.folder().resolve("data").resolve("checkpoints.next");
            fillDisk(next, bridge);
            failsAndHoldsBack(bridge);
            Files.delete(next);
            recovers(bridge);
            bridge.kill();
        }
        startsAgain();
    }

    @Test
    void a_full_disk_stops_a_task_before_its_dead_letter() throws Exception {
        configure("");
        try (BridgeProcess bridge = started()) {
            Path next = scene.folder().resolve("data/dead-letters/next");
            Files.createDirectories(next.resolveSibling(""));
            fillDisk(next, bridge);
            String before = scene.value("SELECT pg_current_wal_insert_lsn()");
            scene.meilisearch()
                    .faults()
                    .failDocument("2", "invalid_document_geo_field", Faults.Scope.TASK);
            scene.sql("INSERT INTO item VALUES (1, 'good')", "INSERT INTO item VALUES (2, 'bad')");
            Status status = new Status(bridge);
            String code =
                    status.awaitTask("item", "stopped", LIMIT).at("/last_error/code").asText();
            assertThat(code).isEqualTo("DEAD_LETTERS_UNAVAILABLE");
            write();
            status.idling(Duration.ofSeconds(2));
            String end = scene.value("SELECT pg_current_wal_insert_lsn()");
            assertThat(scene.isConfirmed(end))
                    .as("the position passes it, since " + before)
                    .isFalse();

            Files.delete(next);
            bridge.post("/api/sync-tasks/item/retry");
            String others = ITEMS + " WHERE id <> 2";
            scene.awaitEqual("item", others, bridge, LIMIT);
            Scene.await(LIMIT, () -> scene.isConfirmed(end), bridge::log);
            assertThat(bridge.get("/api/dead-letters")).contains("\"2\"");
        }
    }

    @Test
    void redis_that_stops_holds_back_nothing_but_the_confirmation() throws Exception {
        try (TestRedis redis = lastingRedis()) {
            configureRedis(redis.port());
            try (BridgeProcess bridge = started()) {
                redis.stopServer();
                failsAndHoldsBack(bridge);
                redis.startServer();
                recovers(bridge);
                bridge.kill();
            }
            startsAgain();
        }
    }

    @Test
    void redis_that_falls_silent_holds_back_nothing_but_the_confirmation() throws Exception {
        try (TestRedis redis = lastingRedis();
                TcpProxy proxy = TcpProxy.before(redis.port())) {
            configureRedis(proxy.port());
            try (BridgeProcess bridge = started()) {
                proxy.fallSilent();
                failsAndHoldsBack(bridge);
                proxy.pass();
                recovers(bridge);
                bridge.kill();
            }
            startsAgain();
        }
    }

    @Test
    void redis_that_is_slow_only_delays_the_confirmation() throws Exception {
        try (TestRedis redis = lastingRedis();
                TcpProxy proxy = TcpProxy.before(redis.port())) {
            configureRedis(proxy.port());
            try (BridgeProcess bridge = started()) {
                proxy.delay(Duration.ofMillis(400));
                write();
                recovers(bridge);
                assertThat(errors(bridge)).isZero();
            }
        }
    }

    @Test
    void a_process_waits_for_redis_at_its_start() throws Exception {
        try (TestRedis redis = lastingRedis()) {
            configureRedis(redis.port());
            redis.stopServer();
            try (BridgeProcess bridge = scene.start()) {
                Scene.await(
                        LIMIT,
                        () -> bridge.get("/api/cdc/status").contains("STORE_UNAVAILABLE"),
                        () -> bridge.get("/api/cdc/status") + bridge.log());
                assertThat(bridge.status("/q/health/live")).isEqualTo(200);
                assertThat(bridge.status("/q/health/ready")).isEqualTo(503);
                redis.startServer();
                write();
                recovers(bridge);
            }
        }
    }

    @Test
    void redis_that_is_emptied_stops_the_source() throws Exception {
        try (TestRedis redis = lastingRedis()) {
            configureRedis(redis.port());
            try (BridgeProcess bridge = started()) {
                write();
                recovers(bridge);
                redis.send(Request.cmd(Command.FLUSHALL));
                write();
                beginsAnew(bridge);
                bridge.kill();
            }
            startsAgain();
        }
    }

    @Test
    void redis_that_is_emptied_while_nothing_runs_stops_the_source() throws Exception {
        try (TestRedis redis = lastingRedis()) {
            configureRedis(redis.port());
            try (BridgeProcess bridge = started()) {
                write();
                recovers(bridge);
                bridge.kill();
            }
            redis.send(Request.cmd(Command.FLUSHALL));
            write();
            String confirmed = scene.confirmed();
            try (BridgeProcess bridge = scene.start()) {
                new Status(bridge).awaitStopped(LIMIT);
                assertThat(scene.confirmed()).isEqualTo(confirmed);
                beginsAnew(bridge);
            }
        }
    }

    private TestRedis lastingRedis() throws IOException {
        return new TestRedis("save \"\"", "appendonly yes", "dir " + redisFolder);
    }

    private void configure(String more) throws IOException {
        scene.configure(
                "sync_tasks: [ { id: item, table: item } ]\n"
                        + "error_handling: { retry: { max_backoff_ms: 500 } }\n"
                        + more);
    }

    private void configureRedis(int port) throws IOException {
        configure("redis: { url: 'redis://127.0.0.1:%d' }\n".formatted(port));
    }

    /// The table is known from the stream by then, which is looked up in the store.
    private BridgeProcess started() throws Exception {
        BridgeProcess bridge = scene.startStreaming();
        new Jobs(bridge).awaitNoneOpen(LIMIT);
        write();
        recovers(bridge);
        return bridge;
    }

    /// The next file to be written is the device. Where it is just being written, a moment later.
    private void fillDisk(Path next, BridgeProcess bridge) {
        Scene.awaitUncut(
                LIMIT,
                () -> {
                    try {
                        Files.createSymbolicLink(next, FULL);
                        return true;
                    } catch (FileAlreadyExistsException inUse) {
                        return false;
                    } catch (IOException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                },
                bridge::log);
    }

    private void write() throws Exception {
        int from = 100 * ++round;
        scene.sql(
                "INSERT INTO item SELECT n, 'r' FROM generate_series(%d, %d) n"
                        .formatted(from, from + 60),
                "UPDATE item SET name = name || 'x' WHERE id % 3 = 0",
                "DELETE FROM item WHERE id = " + (from + 7));
    }

    private void failsAndHoldsBack(BridgeProcess bridge) throws Exception {
        double before = errors(bridge);
        String reached = scene.value("SELECT pg_current_wal_insert_lsn()");
        write();
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        Scene.await(
                LIMIT,
                () -> errors(bridge) > before,
                () -> "No STORE_UNAVAILABLE is counted\n" + bridge.log());
        write();
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        assertThat(scene.isConfirmed(scene.value("SELECT pg_current_wal_insert_lsn()")))
                .as("nothing is confirmed that is not stored, since " + reached)
                .isFalse();
        assertThat(bridge.log()).contains("STORE_UNAVAILABLE");
    }

    private void recovers(BridgeProcess bridge) throws Exception {
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        String end = scene.value("SELECT pg_current_wal_insert_lsn()");
        Scene.await(
                LIMIT,
                () -> scene.isConfirmed(end),
                () -> "Not confirmed up to " + end + "\n" + bridge.log());
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
    }

    /// The source stops, and goes on by one command.
    private void beginsAnew(BridgeProcess bridge) throws Exception {
        assertThat(new Status(bridge).awaitStopped(LIMIT).path("code").asText())
                .isEqualTo("STORE_LOST");
        assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("\"waiting\"");
        recovers(bridge);
    }

    private void startsAgain() throws Exception {
        write();
        try (BridgeProcess bridge = scene.startStreaming()) {
            recovers(bridge);
        }
    }

    private static double errors(BridgeProcess bridge) {
        return Metrics.sum(bridge, "errors_total", "STORE_UNAVAILABLE");
    }
}
