package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Faults.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The files of `routes/examples`, taken into use as their comments say.
class ExampleRoutesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    private Scene scene;
    private HttpServer service;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "example_routes");
        scene.sql(
                "CREATE TABLE item (id int PRIMARY KEY, email text, price numeric, data jsonb)",
                "INSERT INTO item SELECT n, 'a' || n || '@b', n + 0.50, jsonb_build_object('n', n)"
                        + " FROM generate_series(1, 50) n");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/enrich", this::enrich);
        service.createContext("/alerts", this::alert);
        service.start();
    }

    @AfterEach
    void close() throws Exception {
        service.stop(0);
        scene.close();
    }

    private String address() {
        return "http://127.0.0.1:" + service.getAddress().getPort();
    }

    private void enrich(HttpExchange exchange) throws IOException {
        JsonNode changes = JSON.readTree(exchange.getRequestBody());
        received.add(changes.toString());
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        for (JsonNode change : changes) {
            JsonNode columns = change.path("columns");
            if (columns.isArray()) {
                int id = columns.get(0).path("value").asInt();
                ObjectNode added = ((ArrayNode) columns).addObject();
                added.put("name", "stock");
                added.put("value", id * 10);
            }
        }
        answer(exchange, JSON.writeValueAsBytes(changes));
    }

    private void alert(HttpExchange exchange) throws IOException {
        received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, new byte[0]);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void churn() throws Exception {
        scene.sql(
                "INSERT INTO item SELECT n, 'x', n, NULL FROM generate_series(51, 90) n",
                "UPDATE item SET email = 'changed', price = price * 2 WHERE id % 3 = 0",
                "UPDATE item SET id = id + 1000 WHERE id % 20 = 0",
                "DELETE FROM item WHERE id % 7 = 0");
    }

    @Test
    void a_field_is_dropped() throws Exception {
        new UserRoutes(scene).example("drop-a-field.yaml", "drop-a-field.yaml", "");
        scene.configure("sync_tasks: [ { id: item, table: item, route: drop-a-field } ]\n");
        String expected = "SELECT id, to_jsonb(item) - 'email' FROM item";
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", expected, bridge, LIMIT);
            churn();
            scene.awaitEqual("item", expected, bridge, LIMIT);
        }
    }

    @Test
    void rows_are_enriched_over_http() throws Exception {
        new UserRoutes(scene).example("enrich-over-http.yaml", "enrich-over-http.yaml", address());
        scene.configure("sync_tasks: [ { id: item, table: item, route: enrich-over-http } ]\n");
        String expected =
                "SELECT id, to_jsonb(item) || jsonb_build_object('stock', id * 10) FROM item";
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", expected, bridge, LIMIT);
            new Jobs(bridge).awaitNoneOpen(LIMIT);
            churn();
            scene.awaitEqual("item", expected, bridge, LIMIT);
            assertThat(received)
                    .anyMatch(body -> body.contains("\"action\":\"D\""))
                    .anyMatch(body -> body.contains("\"action\":\"U\""));

            refusals.set(1);
            scene.sql("UPDATE item SET email = 'while it is away' WHERE id = 1");
            new Status(bridge).awaitTask("item", "stopped", LIMIT);
            bridge.post("/api/sync-tasks/item/retry");
            scene.awaitEqual("item", expected, bridge, LIMIT);
        }
    }

    @Test
    void a_hook_is_told_of_dead_letters() throws Exception {
        new UserRoutes(scene).example("alert-on-dead-letter.yaml", "dead-letter.yaml", address());
        scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
        for (String id : List.of("3", "4")) {
            scene.meilisearch().faults().failDocument(id, "invalid_document_geo_field", Scope.TASK);
        }
        try (BridgeProcess bridge = scene.startStreaming()) {
            Scene.await(LIMIT, () -> received.size() == 2, () -> received + bridge.log());
            assertThat(received)
                    .anySatisfy(body -> assertThat(body).contains("\"document_id\":\"3\""))
                    .anySatisfy(body -> assertThat(body).contains("\"document_id\":\"4\""))
                    .allSatisfy(body -> assertThat(body).contains("\"code\":\"DOCUMENT_REFUSED\""));
            scene.awaitEqual(
                    "item",
                    "SELECT id, to_jsonb(item) FROM item WHERE id NOT IN (3, 4)",
                    bridge,
                    LIMIT);
        }
    }
}
