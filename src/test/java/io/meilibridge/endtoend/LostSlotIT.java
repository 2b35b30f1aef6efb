package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.proxy.TcpProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The server gives up a slot that keeps more WAL than `max_slot_wal_keep_size`: the source stops,
/// says so, and one command begins anew.
class LostSlotIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";

    private static final Map<String, String> LITTLE_WAL =
            Map.of(
                    "max_slot_wal_keep_size", "1MB",
                    "min_wal_size", "32MB",
                    "max_wal_size", "32MB");

    @Test
    void a_slot_that_the_server_gave_up_is_rebuilt_by_one_command() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, LITTLE_WAL);
                TcpProxy proxy = TcpProxy.before(server.port());
                Scene scene = Scene.open(server, "lost_slot")) {
            scene.sql(
                    "CREATE TABLE item (id int PRIMARY KEY, name text)",
                    "CREATE TABLE noise (n int)",
                    "INSERT INTO item SELECT n, 'x' FROM generate_series(1, 100) n");
            scene.configure(
                    "sync_tasks: [ { id: item, table: item } ]\n"
                            + "error_handling: { retry: { max_backoff_ms: 500 } }\n");
            Configurations.replace(scene, "port: " + server.port(), "port: " + proxy.port());
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                proxy.refuse();
                Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
                scene.sql("UPDATE item SET name = 'missed'", "DELETE FROM item WHERE id = 5");
                Scene.await(LIMIT, () -> isGivenUp(scene), () -> "The slot is not given up.");

                proxy.pass();
                Status status = new Status(bridge);
                JsonNode error = status.awaitStopped(LIMIT);
                assertThat(error.path("code").asText()).isEqualTo("SLOT_INVALIDATED");
                assertThat(Metrics.sum(bridge, "errors_total", "SLOT_INVALIDATED")).isPositive();

                assertThat(bridge.post("/api/cdc/rebuild-slot", "{}")).contains("\"ordered\"");
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                scene.sql("INSERT INTO item VALUES (1000, 'after')");
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                status.awaitSource("streaming", LIMIT);
            }
        }
    }

    /// After more WAL and a checkpoint, if it was not yet.
    private static boolean isGivenUp(Scene scene) {
        try {
            scene.sql("INSERT INTO noise VALUES (1)", "SELECT pg_switch_wal()", "CHECKPOINT");
        } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
        }
        return scene.value(
                        "SELECT wal_status FROM pg_replication_slots WHERE slot_name = '"
                                + scene.slot()
                                + "'")
                .equals("lost");
    }
}
