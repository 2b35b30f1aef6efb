package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where a task without a checkpoint starts on a slot that is there already (HAZARDS A1, A4).
class StartPositionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Scene scene;
    private String between = "";

    /// The slot has two transactions, with the position between them known.
    @BeforeEach
    void make_a_slot_with_two_rows() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "start_position");
        scene.sql(
                "CREATE TABLE items (id int PRIMARY KEY, name text)",
                "CREATE PUBLICATION start_position_pub FOR TABLE items",
                "SELECT pg_create_logical_replication_slot('" + scene.slot() + "', 'pgoutput')",
                "INSERT INTO items VALUES (1, 'before')");
        between = scene.value("SELECT pg_current_wal_flush_lsn()");
        scene.sql("INSERT INTO items VALUES (2, 'after')");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void commits_below_the_start_lsn_of_the_source_are_skipped_and_a_checkpoint_outlives_it()
            throws Exception {
        startAt(between);
        try (BridgeProcess bridge = scene.startStreaming()) {
            awaitAfter(1, bridge);
            assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
        }
        scene.sql("INSERT INTO items VALUES (3, 'later')");
        try (BridgeProcess bridge = scene.startStreaming()) {
            awaitAfter(1, bridge);
        }
    }

    @Test
    void a_task_has_a_start_of_its_own() throws Exception {
        scene.configure(
                "sync_tasks: [ { id: items, table: public.items, index: items,"
                        + " cdc: { start_position: '"
                        + between
                        + "' } } ]\n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            awaitAfter(1, bridge);
        }
    }

    @Test
    void a_start_that_the_slot_has_passed_or_the_server_has_not_reached_stops_the_source()
            throws Exception {
        for (String unreachable : new String[] {"0/1", "FFFFFF/0"}) {
            startAt(unreachable);
            try (BridgeProcess bridge = scene.start()) {
                JsonNode error = new Status(bridge).awaitStopped(LIMIT);
                assertThat(error.path("code").asText()).isEqualTo("POSITION_UNREACHABLE");
                assertThat(error.path("message").asText()).contains(unreachable);
                assertThat(scene.documents("items")).isEqualTo(Map.of());
            }
        }
    }

    private void startAt(String lsn) throws Exception {
        scene.configure("sync_tasks: [ { id: items, table: public.items, index: items } ]\n");
        Configurations.replace(scene, "replication: {", "replication: { start_lsn: '" + lsn + "',");
    }

    private void awaitAfter(int id, BridgeProcess bridge) throws Exception {
        scene.awaitEqual(
                "items", "SELECT id, to_jsonb(items) FROM items WHERE id > " + id, bridge, LIMIT);
    }
}
