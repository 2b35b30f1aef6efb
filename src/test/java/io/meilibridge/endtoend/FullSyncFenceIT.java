package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Rows that are read ahead of a stream that lags: used at once, they would make a document newer
/// than what the stream brings after them, and it would go back to older states.
class FullSyncFenceIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";

    @Test
    void rows_do_not_overtake_the_stream() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                Scene scene = Scene.open(server, "fence")) {
            scene.sql(
                    "CREATE TABLE item (id int PRIMARY KEY, v text)",
                    "INSERT INTO item SELECT n, 'old' FROM generate_series(1, 100) n");
            scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitLast("item", "done", LIMIT);
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                try (AutoCloseable _ = holdStream(scene)) {
                    scene.sql(
                            "UPDATE item SET v = 'newer' WHERE id = 7",
                            "UPDATE item SET v = 'newest' WHERE id = 7",
                            "INSERT INTO item VALUES (101, 'made')");
                    rowsWait(scene, bridge);
                }
                new Jobs(bridge).awaitLast("item", "done", LIMIT);
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            }
        }
    }

    private static void rowsWait(Scene scene, BridgeProcess bridge) {
        String job = new Jobs(bridge).order("item", "{}");
        Scene.await(
                LIMIT,
                () -> new Jobs(bridge).last("item").path("state").asText().equals("reading"),
                bridge::log);
        // Rows that do not wait are here by then.
        new Status(bridge).idling(Duration.ofMillis(1500));
        assertThat(value(scene)).as("rows wait for the stream").isEqualTo("old");
        assertThat(scene.documents("item")).hasSize(100);
        JsonNode last = new Jobs(bridge).last("item");
        assertThat(last.path("id").asText()).isEqualTo(job);
        assertThat(last.path("state").asText()).isEqualTo("reading");
    }

    private static String value(Scene scene) {
        JsonNode document = scene.documents("item").get("7");
        return document == null ? "" : document.path("v").asText();
    }

    /// The server process that sends the stream stands still until the hold is closed.
    private static AutoCloseable holdStream(Scene scene) throws Exception {
        String sender =
                scene.value(
                        "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                                + scene.slot()
                                + "'");
        signal("-STOP", sender);
        return () -> signal("-CONT", sender);
    }

    private static void signal(String signal, String pid) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, pid).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
