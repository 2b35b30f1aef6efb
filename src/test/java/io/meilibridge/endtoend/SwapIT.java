package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rebuild that takes the searched index's place (HAZARDS E5): searchers never see a half-filled
/// index, and rows that vanished while nobody looked are gone. `-Dmeilibridge.test.seed` repeats a
/// run's transactions.
class SwapIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROWS = 12_000;
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";
    private static final String SHADOW = "item__meilibridge_rebuild";
    private static final String CONFIGURATION =
            "sync_tasks: [ { id: item, table: public.item, index: item,"
                    + " full_sync: { mode: swap },"
                    + " index_settings: { filterable_attributes: [ version ] } } ]\n";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_rebuilt_index_takes_the_place_of_the_searched_one(int major) throws Exception {
        try (Scene scene = synced(major, "swapped")) {
            scene.sql(
                    "SELECT pg_drop_replication_slot('" + scene.slot() + "')",
                    "DELETE FROM item WHERE id % 5 = 0");
            try (BridgeProcess bridge = scene.start()) {
                new Status(bridge).awaitStopped(LIMIT);
                List<Integer> sizes = new CopyOnWriteArrayList<>();
                Thread searcher = searcher(scene, sizes);
                try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
                    assertThat(bridge.post("/api/cdc/rebuild-slot")).contains("waiting");
                    new Jobs(bridge).awaitLast("item", "done", LIMIT);
                }
                searcher.interrupt();
                searcher.join();
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                assertThat(sizes).as("never half-filled").allMatch(size -> size > ROWS / 2);
                awaitNoShadow(scene, bridge);
                assertThat(bridge.get("/api/jobs")).contains("\"state\":\"done\"");
                scene.sql("UPDATE item SET version = -5 WHERE id < 50");
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    private static Scene synced(int major, String name) throws Exception {
        Scene scene = RunningScene.prepared(major, name, Churn.table("item", ROWS));
        scene.configure(CONFIGURATION);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
        return scene;
    }

    private static Thread searcher(Scene scene, List<Integer> sizes) {
        return Thread.ofPlatform()
                .name("searcher")
                .start(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        sizes.add(scene.documents("item").size());
                        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                    }
                });
    }

    private static void awaitNoShadow(Scene scene, BridgeProcess bridge) {
        Scene.await(LIMIT, () -> !scene.meilisearch().hasIndex(SHADOW), bridge::log);
    }

    @Test
    void an_index_that_is_swapped_in_has_the_settings_of_the_one_before() throws Exception {
        try (Scene scene = synced(18, "swap_settings")) {
            settings(
                    scene,
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                            "{\"stopWords\": [\"the\"], \"sortableAttributes\": [\"id\"]}"));
            Scene.await(LIMIT, () -> settings(scene).contains("[\"the\"]"), () -> settings(scene));
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).run("item", "{}", LIMIT);
                awaitNoShadow(scene, bridge);
            }
            assertThat(settings(scene))
                    .contains("\"stopWords\":[\"the\"]")
                    .contains("\"sortableAttributes\":[\"id\"]")
                    .contains("\"filterableAttributes\":[\"version\"]");
        }
    }

    private static String settings(Scene scene) {
        return settings(scene, "GET", HttpRequest.BodyPublishers.noBody());
    }

    private static String settings(Scene scene, String method, HttpRequest.BodyPublisher body) {
        URI uri = URI.create(scene.meilisearch().url() + "/indexes/item/settings");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void a_canceled_rebuild_leaves_nothing() throws Exception {
        try (Scene scene = synced(18, "swap_canceled")) {
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(50));
            try (BridgeProcess bridge = scene.startStreaming()) {
                Jobs jobs = new Jobs(bridge);
                String id = jobs.order("item", "{}");
                Scene.await(LIMIT, () -> scene.meilisearch().hasIndex(SHADOW), bridge::log);
                assertThat(bridge.delete("/api/jobs/" + id)).contains("canceled");
                awaitNoShadow(scene, bridge);
                scene.sql("UPDATE item SET version = -5 WHERE id < 50");
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                assertThat(bridge.post("/api/sync-tasks/item/full-sync", "{\"mode\": \"bad\"}"))
                        .contains("REQUEST_INVALID");
            }
        }
    }
}
