package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An index that was deleted behind our back (HAZARDS C4).
class LostIndexIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";
    private static final String TASK =
            "sync_tasks: [ { id: item, table: item,"
                    + " index_settings: { filterable_attributes: [ v ] } } ]\n";

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene =
                RunningScene.prepared(
                        18,
                        "lost_index",
                        "CREATE TABLE item (id int PRIMARY KEY, v text)",
                        "INSERT INTO item SELECT n, 'v' || n FROM generate_series(1, 200) n");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_lost_index_is_made_and_filled_again() throws Exception {
        scene.configure(TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        deleteIndex();
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(new Jobs(bridge).last("item").path("reason").asText())
                    .isEqualTo("index_lost");
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            deleteIndex();
            scene.sql("INSERT INTO item VALUES (2000, 'while it is gone')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(settings()).contains("\"filterableAttributes\":[\"v\"]");
        }
    }

    @Test
    void a_task_may_stop_instead() throws Exception {
        scene.configure(TASK);
        Configurations.replace(scene, "meilisearch: {", "meilisearch: { on_index_lost: stop,");
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        deleteIndex();
        try (BridgeProcess bridge = scene.startStreaming()) {
            Scene.await(
                    LIMIT,
                    () -> new Status(bridge).task("item").path("state").asText().equals("stopped"),
                    bridge::log);
            assertThat(bridge.log()).contains("INDEX_LOST").contains("full-sync");
        }
    }

    private void deleteIndex() throws Exception {
        ask(HttpRequest.newBuilder(uri("")).DELETE());
        Scene.await(LIMIT, () -> !scene.meilisearch().hasIndex("item"), () -> "It is not deleted.");
    }

    private String settings() throws Exception {
        return ask(HttpRequest.newBuilder(uri("/settings")));
    }

    private URI uri(String path) {
        return URI.create(scene.meilisearch().url() + "/indexes/item" + path);
    }

    private static String ask(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
