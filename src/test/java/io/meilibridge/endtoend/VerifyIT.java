package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Comparing an index with its table, mending what differs, and reading single rows again.
class VerifyIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ROWS = 3_000;
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private Scene scene;
    private BridgeProcess bridge;

    @BeforeEach
    void sync_a_table() throws Exception {
        scene = RunningScene.prepared(18, "verified", Churn.table("item", ROWS));
        scene.configure("sync_tasks: [ { id: item, table: public.item, index: item } ]\n");
        bridge = scene.startStreaming();
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        scene.close();
    }

    @Test
    void differences_are_found_and_mended_while_rows_change() throws Exception {
        assertThat(verify("")).isEqualTo(counts(0, 0, 0, 0));

        meddle();
        try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
            // The rows meddled with are out of the reach of what changes meanwhile.
            assertThat(verify("")).isEqualTo(counts(2, 1, 2, 0));
            assertThat(verify("?repair=true")).isEqualTo(counts(2, 1, 2, 5));
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
        assertThat(verify("")).isEqualTo(counts(0, 0, 0, 0));
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
    }

    @Test
    void single_rows_are_read_again() throws Exception {
        meddle();

        String answer =
                bridge.post(
                        "/api/sync-tasks/item/resync-rows",
                        "{\"ids\": [9000001, \"9000002\", \"9000003\", \"9100000\","
                                + " \"9100001\", \"none\"]}");

        assertThat(answer).isEqualTo("{\"settled\":5,\"unknown\":1}");
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        assertThat(bridge.post("/api/sync-tasks/item/resync-rows", "{\"ids\": []}"))
                .contains("REQUEST_INVALID");
    }

    /// Two documents go, one becomes another, two come that no row makes.
    private void meddle() throws Exception {
        scene.sql(
                "INSERT INTO item VALUES (9000001, 1, 'a'), (9000002, 2, 'b'), (9000003, 3, 'c')");
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        meilisearch("/documents/delete-batch", "[9000001, 9000002]");
        meilisearch(
                "/documents",
                "[{\"id\": 9000003, \"version\": 99}, {\"id\": 9100000}, {\"id\": 9100001}]");
        Scene.await(
                LIMIT,
                () ->
                        scene.documents("item").containsKey("9100001")
                                && !scene.documents("item").containsKey("9000001"),
                () -> "The index is not meddled with.");
    }

    private void meilisearch(String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    scene.meilisearch().url()
                                                            + "/indexes/item"
                                                            + path))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(202);
        }
    }

    private String verify(String query) throws Exception {
        JsonNode report = JSON.readTree(bridge.post("/api/sync-tasks/item/verify" + query));
        return counts(
                report.path("missing").asLong(-1),
                report.path("stale").asLong(-1),
                report.path("extra").asLong(-1),
                report.path("repaired").asLong(-1));
    }

    private static String counts(long missing, long stale, long extra, long repaired) {
        return "missing %d, stale %d, extra %d, repaired %d"
                .formatted(missing, stale, extra, repaired);
    }
}
