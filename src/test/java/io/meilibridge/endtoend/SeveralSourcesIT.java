package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Two databases on servers of different versions, with tables and slots of one name, in one
/// process; with a log for machines and a trace of single changes.
class SeveralSourcesIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String NAME = "several";
    private static final String DOCUMENTS = "SELECT id, to_jsonb(item) FROM item";

    @Test
    void databases_with_tables_and_slots_of_one_name_are_kept_apart() throws Exception {
        try (Scene old = Scene.open(PostgresServers.shared(14), NAME);
                Scene scene = Scene.open(PostgresServers.shared(18), NAME)) {
            for (Scene each : List.of(old, scene)) {
                each.sql(
                        "CREATE TABLE item (id int PRIMARY KEY, name text)",
                        "INSERT INTO item VALUES (1, current_setting('server_version'))");
            }
            configure(scene, old);
            try (BridgeProcess bridge = scene.startStreaming()) {
                Scene.await(LIMIT, () -> isStreamed(old), bridge::log);
                scene.sql("INSERT INTO item VALUES (2, 'new')", "DELETE FROM item WHERE id = 1");
                old.sql("UPDATE item SET name = 'old'", "INSERT INTO item VALUES (3, 'old')");

                awaitEqual(scene, "items_new", scene, bridge);
                awaitEqual(scene, "items_old", old, bridge);
                assertThat(bridge.get("/q/metrics"))
                        .contains("meilibridge_cdc_lag_bytes{slot=\"several_slot\",source=\"new\"")
                        .contains("meilibridge_cdc_lag_bytes{slot=\"several_slot\",source=\"old\"");
                assertThat(sources(bridge)).containsExactly("new", "old");
                bridge.terminate(Duration.ofSeconds(30));
                assertThatTheTraceIsThere(bridge);
            }
        }
    }

    private static void configure(Scene scene, Scene old) throws IOException {
        StringBuilder text = new StringBuilder("sources:\n");
        for (Scene each : List.of(scene, old)) {
            PostgresServer server = each.server();
            String password =
                    server.password().isEmpty() ? "" : ", password: '" + server.password() + "'";
            text.append(
                    """
                    - name: %s
                      postgresql:
                        { host: %s, port: %d, database: %s, user: %s%s,
                          replication: { slot_name: %s, publication: several_pub } }
                    """
                            .formatted(
                                    each == scene ? "new" : "old",
                                    server.host(),
                                    server.port(),
                                    NAME,
                                    server.superuser(),
                                    password,
                                    each.slot()));
        }
        text.append(
                """
                meilisearch: { url: "%s" }
                sync_tasks:
                - { id: new, source: new, table: public.item, index: items_new }
                - { id: old, source: old, table: public.item, index: items_old }
                logging: { format: json }
                debug: { cdc: { trace_enabled: true, log_binary_data: true,
                                trace_tables: [public.item] } }
                """
                        .formatted(scene.meilisearch().url()));
        Files.writeString(scene.folder().resolve("config.yaml"), text);
    }

    private static boolean isStreamed(Scene scene) {
        return !scene.value(
                        "SELECT pid FROM pg_replication_slots JOIN pg_stat_replication ON pid ="
                                + " active_pid WHERE slot_name = '"
                                + scene.slot()
                                + "'")
                .isEmpty();
    }

    /// @param rows whose table the documents of the index are of
    private static void awaitEqual(Scene scene, String index, Scene rows, BridgeProcess bridge)
            throws Exception {
        var expected = rows.expected(DOCUMENTS);
        Scene.await(
                LIMIT, () -> expected.equals(scene.documents(index)), () -> index + bridge.log());
    }

    private static List<String> sources(BridgeProcess bridge) throws IOException {
        JsonNode status = new ObjectMapper().readTree(bridge.get("/api/cdc/status"));
        return StreamSupport.stream(status.path("sources").spliterator(), false)
                .map(source -> source.path("name").asText())
                .sorted()
                .toList();
    }

    private static void assertThatTheTraceIsThere(BridgeProcess bridge) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = bridge.log().lines().filter(line -> line.startsWith("{")).toList();
        JsonNode change = null;
        JsonNode bytes = null;
        for (String text : lines) {
            JsonNode line = json.readTree(text);
            String message = line.path("message").asText();
            if (message.contains("\"value\":\"new\"")) {
                change = line;
            } else if (message.contains("insert message: 49 ")) {
                bytes = line;
            }
        }
        JsonNode fields = Objects.requireNonNull(change, bridge.log()).path("mdc");
        assertThat(fields.path("source").asText()).isEqualTo("new");
        assertThat(fields.path("table").asText()).isEqualTo("public.item");
        assertThat(fields.path("lsn").asText()).matches("[0-9A-F]+/[0-9A-F]+");
        assertThat(fields.path("xid").asText()).matches("\\d+");
        assertThat(bytes).isNotNull();
        // What starts, streams and stops of two sources and tasks, and four traced changes.
        assertThat(lines).hasSizeLessThan(45);
    }
}
