package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A slot that ends with its connection: each connection begins at one of its own, and what the
/// store holds of an earlier one stops nothing.
class TemporarySlotIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TASKS =
            "sync_tasks: [ { id: items, table: public.items, index: items } ]\n";

    private Scene scene;

    @BeforeEach
    void configure() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "temporary_slot");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
        scene.configure(TASKS);
        Configurations.replace(scene, "replication: {", "replication: { temporary_slot: true,");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void each_connection_reads_a_slot_of_its_own_that_ends_with_it() throws Exception {
        String first;
        try (BridgeProcess bridge = scene.startStreaming()) {
            assertThat(slot("temporary")).isEqualTo("t");
            assertThat(bridge.log()).contains("changes between two connections are lost");
            first = reader();
            insertAndAwait(1, bridge);

            scene.sql("SELECT pg_terminate_backend(" + first + ")");
            Scene.await(
                    LIMIT,
                    () -> !reader().isEmpty() && !reader().equals(first),
                    () -> "No new connection:\n" + bridge.log());
            insertAndAwait(2, bridge);
            assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
        }
        Scene.await(LIMIT, () -> slot("slot_name").isEmpty(), () -> "The slot stays.");

        try (BridgeProcess bridge = scene.startStreaming()) {
            insertAndAwait(3, bridge);
        }
    }

    @Test
    void a_slot_that_lasts_is_not_taken_for_a_temporary_one() throws Exception {
        scene.sql("SELECT pg_create_logical_replication_slot('" + scene.slot() + "', 'pgoutput')");
        try (BridgeProcess bridge = scene.start()) {
            JsonNode error = new Status(bridge).awaitStopped(LIMIT);
            assertThat(error.path("message").asText()).contains(scene.slot()).contains("lasts");
        }
    }

    private void insertAndAwait(int id, BridgeProcess bridge) throws Exception {
        // A slot is active from before its beginning on.
        new Status(bridge).awaitSource("streaming", LIMIT);
        scene.sql("INSERT INTO items VALUES (" + id + ", 'row')");
        scene.awaitEqual("items", "SELECT id, to_jsonb(items) FROM items", bridge, LIMIT);
    }

    private String reader() {
        return slot("active_pid");
    }

    private String slot(String column) {
        return scene.value(
                "SELECT %s FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(column, scene.slot()));
    }
}
