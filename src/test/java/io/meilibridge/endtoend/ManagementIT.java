package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The API of the packaged application, over one start: diagnostics, captured changes, made-up
/// changes, checkpoints, reading the configuration again.
class ManagementIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PRODUCTS =
            "SELECT id, to_jsonb(products) FROM products WHERE price > 0";

    @Test
    void a_source_is_looked_at_and_its_tasks_are_placed() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "management")) {
            scene.sql("CREATE TABLE products (id int PRIMARY KEY, name text, price numeric)");
            scene.configure(
                    """
                    debug: { cdc: { capture_events: true, event_buffer_size: 2 } }
                    sync_tasks:
                      - id: products
                        table: public.products
                        index: products
                        filter:
                          conditions: [ { field: price, op: greater_than, value: 0 } ]
                    """);
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                scene.sql("INSERT INTO products VALUES (1, 'desk', 9.90), (2, 'lamp', 5)");
                scene.awaitEqual("products", PRODUCTS, bridge, LIMIT);

                diagnosticsShowTheSource(bridge);
                theNewestChangesAreKept(scene, bridge);
                changesAreWatched(scene, bridge);
                madeUpChangesAreNotSent(scene, bridge);
                madeUpChangesAreSentWhereThatIsAsked(scene, bridge);
                checkpointsComeBackFromTheirFile(bridge);
                positionsOutsideTheWalAreRefused(bridge);
                changesAreSkippedWhenThatIsMeant(scene, bridge);
                theConfigurationIsReadAgain(scene, bridge);
            }
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static void diagnosticsShowTheSource(BridgeProcess bridge) throws Exception {
        Scene.await(
                LIMIT,
                () -> isSettledAndLookedAt(bridge.get("/api/diagnostics/cdc")),
                () -> bridge.get("/api/diagnostics/cdc"));
        JsonNode shown = json(bridge.get("/api/diagnostics/cdc"));
        assertThat(shown.path("status").asText()).isEqualTo("streaming");
        for (String field : new String[] {"current_lsn", "connected_since", "last_event_time"}) {
            assertThat(shown.path(field).asText()).as(field).isNotEqualTo("null").isNotEmpty();
        }
    }

    /// The slot is looked at every ten seconds.
    private static boolean isSettledAndLookedAt(String shown) {
        return shown.contains("\"public.products\":{\"inserts\":2,")
                && shown.contains("\"active\":true");
    }

    private static void theNewestChangesAreKept(Scene scene, BridgeProcess bridge)
            throws Exception {
        scene.sql("UPDATE products SET name = 'table' WHERE id = 1");
        Scene.await(
                LIMIT,
                () -> bridge.get("/api/diagnostics/cdc/events").contains("\"name\":\"table\""),
                () -> bridge.get("/api/diagnostics/cdc/events"));

        JsonNode kept = json(bridge.get("/api/diagnostics/cdc/events"));
        assertThat(kept.path("total_captured").asInt()).isEqualTo(3);
        assertThat(kept.path("events").size()).isEqualTo(2);
        JsonNode update = kept.path("events").path(1);
        assertThat(update.path("event_type").asText()).isEqualTo("update");
        assertThat(update.path("table").asText()).isEqualTo("public.products");
        assertThat(update.path("data").toString())
                .isEqualTo("{\"id\":1,\"name\":\"table\",\"price\":9.9}");
        assertThat(update.path("xid").asLong()).isPositive();
        JsonNode event =
                json(bridge.get("/api/diagnostics/cdc/events?format=event")).path("events").path(1);
        assertThat(event.path("action").asText()).isEqualTo("U");
        assertThat(event.path("columns").path(1).path("value").asText()).isEqualTo("table");
        assertThat(bridge.get("/metrics")).contains("meilibridge_capture_dropped_total 1.0");
        JsonNode off = json(bridge.post("/api/diagnostics/cdc/capture", "{\"enabled\":false}"));
        assertThat(off.path("enabled").asBoolean(true)).isFalse();
    }

    private static void changesAreWatched(Scene scene, BridgeProcess bridge) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                bridge.uri(
                                        "/api/diagnostics/cdc/stream?tables=public.products&event_types=delete"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.send(request, BodyHandlers.ofInputStream()).body(),
                                        StandardCharsets.UTF_8))) {
            scene.sql(
                    "INSERT INTO products VALUES (3, 'cup', 1)",
                    "DELETE FROM products WHERE id = 3");
            String line = lines.readLine();
            while (!line.startsWith("data:")) {
                line = lines.readLine();
            }
            JsonNode seen = json(line.substring("data:".length()));
            assertThat(seen.path("event_type").asText()).isEqualTo("delete");
            assertThat(seen.path("old").path("id").asInt()).isEqualTo(3);
            client.shutdownNow();
        }
    }

    private static void madeUpChangesAreNotSent(Scene scene, BridgeProcess bridge)
            throws Exception {
        JsonNode made = madeUp(bridge, "{\"id\":9,\"name\":\"none\",\"price\":1.5}");
        assertThat(made.path("documents").toString())
                .isEqualTo("[{\"id\":9,\"name\":\"none\",\"price\":1.5}]");
        assertThat(madeUp(bridge, "{\"id\":9,\"price\":0}").path("filtered").asBoolean()).isTrue();
        assertThat(madeUp(bridge, "{\"none\":1}").path("status").asInt()).isEqualTo(400);
        assertThat(scene.documents("products")).doesNotContainKey("9");
    }

    private static void madeUpChangesAreSentWhereThatIsAsked(Scene scene, BridgeProcess bridge)
            throws Exception {
        bridge.post(
                "/api/diagnostics/cdc/test-event?deliver=true",
                "{\"table\":\"public.products\",\"data\":{\"id\":9,\"name\":\"none\",\"price\":1.5}}");
        assertThat(scene.documents("products").get("9"))
                .hasToString("{\"id\":9,\"name\":\"none\",\"price\":1.5}");
        bridge.post(
                "/api/diagnostics/cdc/test-event?deliver=true",
                "{\"table\":\"public.products\",\"event_type\":\"delete\",\"data\":{\"id\":9}}");
        assertThat(scene.documents("products")).doesNotContainKey("9");
        assertThat(
                        bridge.post(
                                "/api/diagnostics/cdc/test-event?deliver=true",
                                "{\"table\":\"public.products\",\"event_type\":\"truncate\"}"))
                .contains("'deliver'")
                .contains("400");
        scene.awaitEqual("products", PRODUCTS, bridge, LIMIT);
    }

    private static JsonNode madeUp(BridgeProcess bridge, String data) throws Exception {
        return json(
                bridge.post(
                        "/api/diagnostics/cdc/test-event",
                        "{\"table\":\"public.products\",\"event_type\":\"insert\",\"data\":"
                                + data
                                + "}"));
    }

    private static String lsn(BridgeProcess bridge) throws Exception {
        return json(bridge.get("/api/checkpoints/products")).path("lsn").asText();
    }

    private static void checkpointsComeBackFromTheirFile(BridgeProcess bridge) throws Exception {
        bridge.post("/api/sync-tasks/products/pause");
        String file = bridge.get("/api/checkpoints/export");
        assertThat(json(file).path("checkpoints").size()).isEqualTo(1);

        JsonNode imported = json(bridge.post("/api/checkpoints/import?force=true", file));

        assertThat(imported.path("checkpoints").path(0).path("lsn"))
                .isEqualTo(json(file).path("checkpoints").path(0).path("lsn"));
        String before = lsn(bridge);
        String bad =
                "{\"checkpoints\":[{\"task\":\"products\",\"lsn\":\"%s\"},{\"task\":\"%s\",\"lsn\":\"%s\"}]}";
        for (String refused :
                new String[] {
                    bad.formatted(before, "none", before),
                    bad.formatted(before, "products", before),
                    bad.formatted("0/1", "products", before),
                    "{\"checkpoints\":[{\"task\":\"products\",\"lsn\":\"zero\"}]}",
                    "{\"checkpoints\":[null]}",
                    "{\"checkpoints\":[]}"
                }) {
            JsonNode problem = json(bridge.post("/api/checkpoints/import?force=true", refused));
            assertThat(problem.path("status").asInt()).as(refused).isBetween(400, 409);
        }
        assertThat(lsn(bridge)).isEqualTo(before);
    }

    private static void positionsOutsideTheWalAreRefused(BridgeProcess bridge) throws Exception {
        for (String outside : new String[] {"0/1", "FFFFFFFF/0"}) {
            JsonNode problem =
                    json(
                            bridge.put(
                                    "/api/checkpoints/products?force=true",
                                    "{\"lsn\":\"" + outside + "\"}"));
            assertThat(problem.path("status").asInt()).isEqualTo(409);
            assertThat(problem.path("code").asText()).isEqualTo("POSITION_UNREACHABLE");
        }
    }

    private static void changesAreSkippedWhenThatIsMeant(Scene scene, BridgeProcess bridge)
            throws Exception {
        scene.sql("INSERT INTO products VALUES (8, 'skipped', 1)");
        String end = scene.value("SELECT pg_current_wal_flush_lsn()");
        Scene.await(
                LIMIT,
                () -> bridge.put("/api/checkpoints/products", at(end)).contains("POSITION_SKIPS"),
                () -> bridge.put("/api/checkpoints/products", at(end)));
        Scene.await(
                LIMIT,
                () ->
                        bridge.put("/api/checkpoints/products?force=true", at(end))
                                .contains("updated_at"),
                () -> bridge.put("/api/checkpoints/products?force=true", at(end)));
        bridge.post("/api/sync-tasks/products/resume");
        scene.sql("INSERT INTO products VALUES (10, 'indexed', 1)");
        Scene.await(
                LIMIT,
                () -> scene.documents("products").containsKey("10"),
                () -> bridge.get("/api/cdc/status"));

        assertThat(scene.documents("products")).doesNotContainKey("8");
        assertThat(
                        json(bridge.put("/api/checkpoints/products", at("FFFFFFFF/0")))
                                .path("code")
                                .asText())
                .isEqualTo("POSITION_UNREACHABLE");
    }

    private static void theConfigurationIsReadAgain(Scene scene, BridgeProcess bridge)
            throws Exception {
        JsonNode same = json(bridge.post("/api/config/reload"));
        assertThat(same.path("changed").toString() + same.path("needs_restart")).isEqualTo("[][]");

        Path file = scene.folder().resolve("config.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before + "unknown_key: 1\n");
        JsonNode faulty = json(bridge.post("/api/config/reload"));
        assertThat(faulty.path("code").asText()).isEqualTo("CONFIG_INVALID");
        assertThat(faulty.path("detail").asText()).contains("unknown_key");

        Files.writeString(
                file,
                before.replace("index: products", "index: goods")
                        + "health: { ready_during_snapshot: true }\n");
        JsonNode changed = json(bridge.post("/api/config/reload"));
        assertThat(changed.path("changed").toString())
                .isEqualTo("[\"health\",\"sync_tasks[products]\"]");
        assertThat(changed.path("rebuilt").asBoolean()).isTrue();
        assertThat(changed.path("needs_restart").toString()).isEqualTo("[]");
        scene.awaitEqual("goods", PRODUCTS, bridge, LIMIT);

        Files.writeString(
                file,
                before + "api: { auth: { enabled: true, tokens: [ { name: a, token: b } ] } }\n");
        new ProcessBuilder("kill", "-HUP", String.valueOf(bridge.pid())).start().waitFor();
        Scene.await(LIMIT, () -> bridge.status("/api/cdc/status") == 401, bridge::log);
        assertThat(bridge.status("/api/cdc/status")).isEqualTo(401);
        assertThat(bridge.status("/q/health/live")).isEqualTo(200);
        assertThat(bridge.log()).doesNotContain("Exception");
    }

    private static String at(String lsn) {
        return "{\"lsn\":\"" + lsn + "\",\"xid\":7}";
    }
}
