package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.dev.meilisearch.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Meilisearch that keeps failing is left alone, and nothing is lost by that.
class CircuitIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";
    private static final String OTHERS = "SELECT id, to_jsonb(t) FROM other t";

    private RunningScene scene;

    @BeforeEach
    void open() throws Exception {
        Scene prepared =
                RunningScene.prepared(
                        18,
                        "circuit",
                        "CREATE TABLE item (id int PRIMARY KEY, v text)",
                        "CREATE TABLE other (id int PRIMARY KEY, v text)");
        prepared.configure(
                "sync_tasks: [ { id: item, table: item }, { id: other, table: other } ]\n");
        scene = RunningScene.of(prepared, prepared.startStreaming());
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_failing_server_gets_few_requests_and_then_everything() throws Exception {
        String connection = connection();
        scene.sql("INSERT INTO item VALUES (0, 'before')");
        scene.awaitEqual("item", ITEMS);
        scene.scene().meilisearch().clearRequests();

        scene.scene()
                .meilisearch()
                .faults()
                .on(
                        (method, _) -> !method.equals("GET"),
                        Integer.MAX_VALUE,
                        new Fault.Refuse(503, "unavailable", Map.of()));
        scene.sql(
                "INSERT INTO item SELECT n, 'v' || n FROM generate_series(1, 2000) n",
                "INSERT INTO other SELECT n, 'v' || n FROM generate_series(1, 2000) n");
        awaitMetric("meilibridge_circuit_state{name=\"meilisearch\"} 2.0");
        await(() -> isSource("backpressured"));
        scene.sql("UPDATE item SET v = v || ' again'", "DELETE FROM other WHERE id > 1000");
        // Pauses of 1, 2 and 4 seconds.
        await(() -> refused() >= 8);
        assertThat(refused()).isLessThan(12);
        assertThat(scene.bridge().get("/q/metrics"))
                .contains("meilibridge_errors_total{code=\"CIRCUIT_OPEN\"}");
        scene.scene().meilisearch().faults().clear();

        scene.scene().awaitEqual("item", ITEMS, scene.bridge(), LIMIT);
        scene.scene().awaitEqual("other", OTHERS, scene.bridge(), LIMIT);
        awaitMetric("meilibridge_circuit_state{name=\"meilisearch\"} 0.0");
        await(() -> isSource("streaming"));
        assertThat(connection()).as("the same connection").isEqualTo(connection);
        assertThat(scene.bridge().log())
                .contains("CIRCUIT_OPEN")
                .contains("Meilisearch takes requests again");
    }

    @Test
    void a_short_outage_is_over_soon() throws Exception {
        scene.sql("INSERT INTO item VALUES (0, 'before')");
        scene.awaitEqual("item", ITEMS);
        scene.scene()
                .meilisearch()
                .faults()
                .onWrites(7, new Fault.Refuse(503, "unavailable", Map.of()));
        scene.sql("INSERT INTO item VALUES (1, 'meanwhile')");
        awaitMetric("meilibridge_circuit_state{name=\"meilisearch\"} 2.0");

        // Far below the longest pause of a minute.
        scene.scene().awaitEqual("item", ITEMS, scene.bridge(), Duration.ofSeconds(12));
    }

    /// Nobody is left to probe for the paused task, so the next change does.
    @Test
    void an_open_circuit_without_deliveries_does_not_stay_open() throws Exception {
        scene.sql("INSERT INTO item VALUES (0, 'before')");
        scene.awaitEqual("item", ITEMS);
        scene.scene()
                .meilisearch()
                .faults()
                .onWrites(5, new Fault.Refuse(503, "unavailable", Map.of()));
        scene.sql("INSERT INTO item VALUES (1, 'meanwhile')");
        awaitMetric("meilibridge_circuit_state{name=\"meilisearch\"} 2.0");
        scene.bridge().post("/api/sync-tasks/item/pause");
        scene.sql("INSERT INTO other VALUES (1, 'of another task')");

        scene.scene().awaitEqual("other", OTHERS, scene.bridge(), LIMIT);
        scene.bridge().post("/api/sync-tasks/item/resume");
        scene.scene().awaitEqual("item", ITEMS, scene.bridge(), LIMIT);
    }

    private long refused() {
        return scene.scene().meilisearch().requests().stream()
                .filter(request -> request.status() == 503)
                .count();
    }

    private boolean isSource(String state) {
        return new Status(scene.bridge()).source().path("status").asText().equals(state);
    }

    private void awaitMetric(String line) {
        Scene.await(
                LIMIT,
                () -> scene.bridge().get("/q/metrics").contains(line),
                () -> "Not shown: " + line + "\n" + scene.bridge().log());
    }

    private void await(BooleanSupplier condition) {
        Scene.await(LIMIT, condition, () -> scene.bridge().log());
    }

    private String connection() {
        return scene.scene()
                .value(
                        "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                                + scene.scene().slot()
                                + "'");
    }
}
