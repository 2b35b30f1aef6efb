package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.TestRedis;
import io.meilibridge.dev.meilisearch.Fault;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Meilisearch is away for long: the slot goes on all the same, and in the end every document is
/// what its row is, whatever happens to process and Redis meanwhile.
class ReliefIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";
    private static final String OTHERS = "SELECT id, to_jsonb(t) FROM other t";

    @TempDir Path redisFolder;

    private Scene scene;
    private TestRedis redis;
    private int round;

    @BeforeEach
    void open() throws Exception {
        redis =
                new TestRedis(
                        "save \"\"", "appendonly yes", "appendfsync always", "dir " + redisFolder);
        scene = Scene.open(PostgresServers.shared(18), "relief");
        scene.sql(
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "CREATE TABLE other (id int PRIMARY KEY, v text)");
        scene.configure(
                """
                sync_tasks: [ { id: item, table: item }, { id: other, table: other } ]
                checkpoint: { backend: file, wal_relief: redis }
                redis: { url: 'redis://127.0.0.1:%d' }
                """
                        .formatted(redis.port()));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
        redis.close();
    }

    @Test
    void the_slot_goes_on_while_meilisearch_is_away() throws Exception {
        try (BridgeProcess bridge = started()) {
            goesAway();
            write(bridge);
            assertThat(entries(bridge)).isPositive();
            write(bridge);
            bridge.kill();
        }
        change();
        try (BridgeProcess bridge = started()) {
            write(bridge);
            scene.meilisearch().faults().clear();
            settles(bridge);
            assertThat(bridge.log()).doesNotContain("RELIEF_LOST");
            change();
            settles(bridge);

            goesAway();
            write(bridge);
            redis.send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("100kb"));
            String before = confirmed();
            change();
            Scene.await(LIMIT, () -> bridge.log().contains("WAL relief is off"), bridge::log);
            assertThat(confirmed())
                    .as("nothing is confirmed that is not put aside")
                    .isEqualTo(before);
            redis.send(Request.cmd(Command.FLUSHALL));
            scene.meilisearch().faults().clear();
            settles(bridge);
            assertThat(bridge.log()).contains("RELIEF_LOST");
            assertThat(Metrics.sum(bridge, "errors_total", "code=\"RELIEF_LOST\"")).isPositive();
            assertThat(Metrics.sum(bridge, "errors_total", "code=\"RELIEF_UNAVAILABLE\""))
                    .isEqualTo(1);
        }
    }

    private BridgeProcess started() throws Exception {
        BridgeProcess bridge =
                scene.startStreaming("-Dmeilibridge.meilisearch.circuit_breaker.timeout_secs=2");
        if (round == 0) {
            new Jobs(bridge).awaitNoneOpen(LIMIT);
            change();
            settles(bridge);
        }
        return bridge;
    }

    private void goesAway() {
        scene.meilisearch()
                .faults()
                .on(
                        (_, _) -> true,
                        Integer.MAX_VALUE,
                        new Fault.Refuse(503, "unavailable", Map.of()));
    }

    /// Changes rows, and awaits that the slot passes them, though no document changes.
    private void write(BridgeProcess bridge) throws Exception {
        change();
        awaitConfirmed(bridge);
    }

    private void awaitConfirmed(BridgeProcess bridge) {
        String end = scene.value("SELECT pg_current_wal_insert_lsn()");
        Scene.await(LIMIT, () -> isConfirmed(end), () -> "Not confirmed: " + end + bridge.log());
    }

    private void settles(BridgeProcess bridge) throws Exception {
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        scene.awaitEqual("other", OTHERS, bridge, LIMIT);
        awaitConfirmed(bridge);
        Scene.await(LIMIT, () -> entries(bridge) == 0, bridge::log);
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
    }

    private void change() throws Exception {
        int from = 50 * ++round;
        for (String table : new String[] {"item", "other"}) {
            scene.sql(
                    "INSERT INTO %s SELECT n, 'r%d' FROM generate_series(%d, %d) n"
                            .formatted(table, round, from, from + 49),
                    "UPDATE %s SET v = v || '%d' WHERE id %% 3 = 0".formatted(table, round),
                    "UPDATE %s SET v = v || 'x' WHERE id %% 5 = %d".formatted(table, round % 5),
                    "DELETE FROM %s WHERE id %% 7 = %d".formatted(table, round % 7),
                    "INSERT INTO %s VALUES (%d, 'again')".formatted(table, 100_000 + round));
        }
    }

    private boolean isConfirmed(String lsn) {
        return scene.value(
                        "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots"
                                        .formatted(lsn)
                                + " WHERE slot_name = '"
                                + scene.slot()
                                + "'")
                .equals("t");
    }

    private String confirmed() {
        return scene.value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                        + scene.slot()
                        + "'");
    }

    private static double entries(BridgeProcess bridge) {
        return Metrics.sum(bridge, "relief_entries", "");
    }
}
