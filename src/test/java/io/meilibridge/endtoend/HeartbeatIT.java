package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Our own writes to the WAL of an idle database, on a server where nobody else writes.
class HeartbeatIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ROLE = "heartbeat_reader";
    private static final String EMIT = "pg_logical_emit_message(boolean, text, text, boolean)";

    @Test
    void an_idle_slot_moves_on_unless_we_may_not_write() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                Scene scene = Scene.open(server, "heartbeat")) {
            scene.sql(
                    "CREATE TABLE items (id int PRIMARY KEY, name text)",
                    "CREATE PUBLICATION heartbeat_pub FOR TABLE items",
                    "CREATE ROLE " + ROLE + " LOGIN REPLICATION",
                    "GRANT SELECT ON items TO " + ROLE);
            scene.configure("sync_tasks: [ { id: items, table: public.items } ]\n");
            Configurations.replace(scene, "user: " + server.superuser(), "user: " + ROLE);
            Configurations.replace(
                    scene, "replication: {", "replication: { heartbeat_interval: 1,");
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                long began = nextTransaction(scene);
                Scene.await(
                        LIMIT,
                        () -> nextTransaction(scene) >= began + 3,
                        () -> "No transactions of ours:\n" + bridge.log());
                awaitConfirmed(scene, bridge);

                String grants = "EXECUTE ON FUNCTION " + EMIT;
                scene.sql("REVOKE " + grants + " FROM PUBLIC");
                Scene.await(LIMIT, () -> timesRefused(server) >= 3, bridge::log);
                assertThat(bridge.log().split("no heartbeat could be written", -1))
                        .as("told once:\n%s", bridge.log())
                        .hasSize(2);

                scene.sql("GRANT " + grants + " TO PUBLIC");
                long refused = nextTransaction(scene);
                Scene.await(
                        LIMIT,
                        () -> nextTransaction(scene) >= refused + 2,
                        () -> "No more transactions of ours:\n" + bridge.log());
            }
        }
    }

    private static void awaitConfirmed(Scene scene, BridgeProcess bridge) {
        String end = scene.value("SELECT pg_current_wal_flush_lsn()");
        Scene.await(
                LIMIT,
                () ->
                        scene.value(
                                        "SELECT confirmed_flush_lsn > '%s' FROM pg_replication_slots"
                                                .formatted(end))
                                .equals("t"),
                () -> "The slot does not move past " + end + ":\n" + bridge.log());
    }

    private static long nextTransaction(Scene scene) {
        return Long.parseLong(scene.value("SELECT pg_snapshot_xmax(pg_current_snapshot())"));
    }

    private static int timesRefused(PostgresServer server) {
        try {
            return server.log().split("permission denied for function", -1).length - 1;
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
