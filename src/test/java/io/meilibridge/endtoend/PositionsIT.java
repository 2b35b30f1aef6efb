package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stored positions that no longer mean what they meant (HAZARDS A3): the source stops with its
/// remedy and is never moved to a guess.
class PositionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    private final PostgresServer server = PostgresServers.shared(18);
    private Scene scene;

    @BeforeEach
    void sync_a_table_and_stop() throws Exception {
        scene = Scene.open(server, "positions");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
        scene.configure("sync_tasks: [ { id: items, table: public.items, index: items } ]\n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO items VALUES (1, 'one'), (2, 'two')");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
        }
        Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_slot_made_anew_under_the_same_name_stops_the_source() throws Exception {
        scene.sql(
                "SELECT pg_drop_replication_slot('" + scene.slot() + "')",
                "INSERT INTO items VALUES (3, 'lost')",
                "SELECT pg_create_logical_replication_slot('" + scene.slot() + "', 'pgoutput')");
        String confirmed = scene.confirmed();
        stopsWith("SLOT_REPLACED", scene.slot(), "POST /api/v1/tasks/full-sync");
        assertThat(scene.confirmed()).isEqualTo(confirmed);
    }

    @Test
    void a_slot_that_is_gone_stops_the_source() throws Exception {
        scene.sql("SELECT pg_drop_replication_slot('" + scene.slot() + "')");
        stopsWith("SLOT_MISSING", scene.slot(), "POST /api/v1/tasks/full-sync");
        assertThat(scene.confirmed()).as("a slot is not made in its place").isEmpty();
    }

    @Test
    void a_store_that_is_gone_stops_the_source() throws Exception {
        scene.sql("INSERT INTO items VALUES (3, 'three')");
        Path store = scene.folder().resolve("data");
        Path kept = scene.folder().resolve("kept");
        Files.move(store, kept);
        String confirmed = scene.confirmed();
        stopsWith("STORE_LOST", scene.slot(), "POST /api/v1/tasks/full-sync");
        assertThat(scene.confirmed()).isEqualTo(confirmed);
        delete(store);
        Files.move(kept, store);
        try (BridgeProcess bridge = scene.start()) {
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
        }
    }

    @Test
    void another_server_stops_the_source() throws Exception {
        PostgresServer other = PostgresServers.shared(17);
        other.createDatabase(scene.database());
        try {
            other.execute(
                    scene.database(),
                    "CREATE TABLE items (id int PRIMARY KEY, name text)",
                    "CREATE PUBLICATION positions_pub FOR TABLE items",
                    "SELECT pg_create_logical_replication_slot('"
                            + scene.slot()
                            + "', 'pgoutput')");
            Path file = scene.folder().resolve("config.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("port: " + server.port(), "port: " + other.port()));
            stopsWith("DIVERGED", "system identifier", "right server");
        } finally {
            other.dropDatabase(scene.database());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the slot", "the store", "both"})
    void what_is_lost_is_made_good_by_reading_the_table_as_a_whole(String lost) throws Exception {
        if (!lost.equals("the store")) {
            scene.sql("SELECT pg_drop_replication_slot('" + scene.slot() + "')");
        }
        if (!lost.equals("the slot")) {
            delete(scene.folder().resolve("data"));
        }
        scene.sql(
                "INSERT INTO items VALUES (3, 'meanwhile')",
                "UPDATE items SET name = 'new' WHERE id = 2",
                "DELETE FROM items WHERE id = 1");
        try (BridgeProcess bridge = scene.start()) {
            if (!lost.equals("both")) {
                new Status(bridge).awaitStopped(LIMIT);
                assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("\"waiting\"");
            }
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            scene.sql("INSERT INTO items VALUES (4, 'after')");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO items VALUES (5, 'later')");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
        }
    }

    @Test
    void a_slot_is_made_anew_by_one_command() throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Status(bridge).awaitSource("streaming", LIMIT);
            String before = scene.confirmed();
            assertThat(bridge.post("/api/cdc/rebuild-slot", "{}")).contains("SLOT_NOT_LOST");
            assertThat(bridge.post("/api/cdc/rebuild-slot", "{\"confirm\": true}"))
                    .contains("\"ordered\"");
            new Jobs(bridge).awaitLast("items", "done", LIMIT);
            scene.sql("INSERT INTO items VALUES (3, 'three')");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            assertThat(scene.confirmed()).isNotEqualTo(before);
        }
    }

    @Test
    void falling_back_reads_the_table_as_a_whole_by_itself() throws Exception {
        scene.sql(
                "SELECT pg_drop_replication_slot('" + scene.slot() + "')",
                "INSERT INTO items VALUES (3, 'meanwhile')",
                "DELETE FROM items WHERE id = 2");
        Path file = scene.folder().resolve("config.yaml");
        Files.writeString(
                file,
                Files.readString(file) + "checkpoint: { recovery: { fallback_to_start: true } }\n");
        try (BridgeProcess bridge = scene.start()) {
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            assertThat(bridge.log()).contains("fallback_to_start");
        }
    }

    private void stopsWith(String code, String inMessage, String inHint) throws IOException {
        try (BridgeProcess bridge = scene.start()) {
            Status status = new Status(bridge);
            JsonNode error = status.awaitStopped(LIMIT);
            assertThat(error.path("code").asText()).isEqualTo(code);
            assertThat(error.path("message").asText()).contains(inMessage);
            assertThat(error.path("hint").asText()).contains(inHint);
            assertThat(bridge.log()).contains(inMessage).contains(inHint);
            assertThat(bridge.status("/q/health/live")).isEqualTo(200);
            assertThat(bridge.status("/q/health/ready")).isEqualTo(503);
            assertThat(status.idling(Duration.ofSeconds(2)).logged()).hasSizeLessThan(4);
            assertThat(scene.documents("items")).hasSize(2);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
