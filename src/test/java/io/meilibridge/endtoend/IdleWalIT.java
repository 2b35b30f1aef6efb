package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the slot follows when its tables are quiet: what others write must not pile up behind it.
class IdleWalIT {

    private static final String TASKS = "sync_tasks: [ { id: items, table: public.items } ]\n";
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(2);
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(20);
    private static final long RETAINED_MAX_BYTES = 64L << 20;

    /// More than may be retained, so that a slot that stands is seen.
    private static final long NOISE_BYTES = 160L << 20;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void the_slot_follows_whoever_writes(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                Scene scene = Scene.open(server, "idle_wal")) {
            scene.sql(
                    "CREATE TABLE items (id int PRIMARY KEY, name text)",
                    "CREATE TABLE noise (line text)");
            server.createDatabase("idle_wal_other");
            server.execute("idle_wal_other", "CREATE TABLE noise (line text)");
            scene.configure(TASKS);
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(START);
                scene.sql("INSERT INTO items SELECT n, 'x' FROM generate_series(1, 5000) n");
                scene.awaitEqual("items", ITEMS, bridge, START);
                Slot slot = new Slot(scene, bridge);
                slot.awaitConfirmed();
                for (String busy : List.of(scene.database(), "idle_wal_other")) {
                    slot.makeNoise(busy);
                    slot.awaitConfirmed();
                    slot.awaitReleased();
                }
            }
        }
    }

    private record Slot(Scene scene, BridgeProcess bridge) {

        /// Many transactions of lines that do not compress.
        void makeNoise(String database) throws SQLException {
            long before = bytes("SELECT pg_current_wal_lsn() - '0/0'");
            long written = 0;
            try (Connection connection = scene.server().connect(database);
                    Statement statement = connection.createStatement()) {
                while (written < NOISE_BYTES) {
                    for (int i = 0; i < 20; i++) {
                        statement.execute(
                                "INSERT INTO noise SELECT string_agg(md5(random()::text), '') FROM"
                                        + " generate_series(1, 500) lines, generate_series(1, 50) line"
                                        + " GROUP BY lines");
                    }
                    written = bytes("SELECT pg_current_wal_lsn() - '0/0'") - before;
                }
            }
            assertThat(written).isGreaterThan(RETAINED_MAX_BYTES);
        }

        void awaitConfirmed() {
            String end = scene.value("SELECT pg_current_wal_flush_lsn()");
            Scene.await(
                    CONFIRMED_WITHIN,
                    () -> bytes("SELECT confirmed_flush_lsn - '%s' FROM".formatted(end)) >= 0,
                    () ->
                            "Confirmed %s only, of %s, after %s:\n%s"
                                    .formatted(
                                            slotValue("confirmed_flush_lsn"),
                                            end,
                                            CONFIRMED_WITHIN,
                                            bridge.log()));
        }

        void awaitReleased() {
            Scene.await(
                    RELEASED_WITHIN,
                    () -> retained() < RETAINED_MAX_BYTES,
                    () -> "Retained after %s: %d bytes".formatted(RELEASED_WITHIN, retained()));
        }

        private long retained() {
            return bytes("SELECT pg_current_wal_lsn() - restart_lsn FROM");
        }

        private String slotValue(String column) {
            return scene.value("SELECT " + column + " FROM" + slot());
        }

        private String slot() {
            return " pg_replication_slots WHERE slot_name = '" + scene.slot() + "'";
        }

        private long bytes(String sql) {
            return Long.parseLong(scene.value(sql.endsWith("FROM") ? sql + slot() : sql));
        }
    }
}
