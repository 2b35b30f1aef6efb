package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Row security that hides rows from our role: rows that are not shown are not rows that are gone.
class HiddenRowsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ROWS = 2_000;
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";
    private static final String[] HIDE = {
        "CREATE POLICY few ON item USING (id <= 10)", "ALTER TABLE item ENABLE ROW LEVEL SECURITY"
    };
    private static final String SHOW = "ALTER ROLE hidden_reader BYPASSRLS";
    private static final String[] AS_READER = {
        "-Dmeilibridge.source.postgresql.user=hidden_reader",
        "-Dmeilibridge.source.postgresql.password=hidden-reader"
    };

    @Test
    void a_task_does_not_begin_with_rows_that_it_may_not_see() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                Scene scene = scene(server)) {
            scene.sql(HIDE);
            try (BridgeProcess bridge = scene.start(AS_READER)) {
                isTold(new Status(bridge).awaitTask("item", "stopped", LIMIT));
                assertThat(scene.documents("item")).isEmpty();

                scene.sql(SHOW);
                bridge.post("/api/sync-tasks/item/retry");
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            }
        }
    }

    @Test
    void a_full_sync_does_not_delete_what_was_hidden_meanwhile() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                Scene scene = scene(server);
                BridgeProcess bridge = scene.startStreaming(AS_READER)) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            Jobs jobs = new Jobs(bridge);
            jobs.awaitNoneOpen(LIMIT);

            scene.sql(HIDE);
            jobs.order("item", "{}");
            Scene.await(
                    LIMIT,
                    () -> isEnded(bridge),
                    () -> "Neither done nor stopped: " + jobs.last("item") + bridge.log());
            assertThat(scene.documents("item")).as("rows that are hidden").hasSize(ROWS);
            isTold(new Status(bridge).awaitTask("item", "stopped", LIMIT));

            scene.sql(SHOW, "DELETE FROM item WHERE id % 7 = 0");
            bridge.post("/api/sync-tasks/item/retry");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            jobs.awaitLast("item", "done", LIMIT);
        }
    }

    private static Scene scene(PostgresServer server) throws Exception {
        Scene scene = Scene.open(server, "hidden");
        scene.sql(
                "CREATE ROLE hidden_reader LOGIN REPLICATION PASSWORD 'hidden-reader'",
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item SELECT n, 'v' || n FROM generate_series(1, " + ROWS + ") n",
                "GRANT SELECT ON item TO hidden_reader",
                "CREATE PUBLICATION hidden_pub FOR TABLE item");
        return scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
    }

    private static boolean isEnded(BridgeProcess bridge) {
        return new Jobs(bridge).last("item").path("state").asText().equals("done")
                || new Status(bridge).task("item").path("state").asText().equals("stopped");
    }

    private static void isTold(JsonNode task) {
        JsonNode error = task.path("last_error");
        assertThat(error.path("code").asText()).isEqualTo("PERMISSION_MISSING");
        assertThat(error.path("message").asText())
                .containsIgnoringCase("row security hides rows")
                .contains("table 'public.item'")
                .contains("hidden_reader");
        assertThat(error.path("hint").asText()).contains("BYPASSRLS");
    }
}
