package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.dev.meilisearch.Fault;
import io.meilibridge.dev.meilisearch.Gate;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An index that was deleted behind our back, or data that were lost or set back (HAZARDS C4).
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

    @Test
    void data_that_are_lost_are_made_again() throws Exception {
        scene.configure(TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            scene.sql("INSERT INTO item VALUES (1000, 'before')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            scene.meilisearch().loseData();
            scene.sql("INSERT INTO item VALUES (1001, 'after')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            assertThat(reason(bridge)).isEqualTo("index_lost");
            assertThat(settings()).contains("\"filterableAttributes\":[\"v\"]");
            bridge.terminate(Duration.ofSeconds(30));
        }
        scene.meilisearch().loseData();
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(reason(bridge)).isEqualTo("index_lost");
        }
    }

    @Test
    void tasks_that_were_on_their_way_when_data_were_lost_are_sent_again() throws Exception {
        scene.configure(TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            scene.meilisearch().scheduler().pause();
            scene.sql("INSERT INTO item VALUES (1000, 'on its way')");
            Scene.await(LIMIT, () -> unfinished(bridge) > 0, bridge::log);
            scene.meilisearch().loseData();
            scene.meilisearch().scheduler().resume();
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            new Status(bridge).awaitTask("item", "streaming", LIMIT);
            assertThat(bridge.log()).contains("TASK_UNKNOWN");
        }
    }

    @Test
    void data_that_are_lost_while_the_table_is_read_are_read_again() throws Exception {
        scene.sql("INSERT INTO item SELECT n, 'v' || n FROM generate_series(1001, 6000) n");
        scene.configure(
                TASK.replace("table: item,", "table: item, full_sync: { page_size: 100 },"));
        Configurations.replace(scene, "meilisearch: {", "meilisearch: { max_pending_tasks: 2,");
        scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(300));
        try (BridgeProcess bridge = scene.startStreaming()) {
            Scene.await(LIMIT, () -> scene.meilisearch().count("item") > 0, bridge::log);
            assertThat(new Jobs(bridge).last("item").path("state").asText()).isNotEqualTo("done");
            scene.meilisearch().loseData();
            scene.meilisearch().scheduler().delayPerBatch(Duration.ZERO);
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(reason(bridge)).isEqualTo("index_lost");
        }
    }

    private static long unfinished(BridgeProcess bridge) {
        return bridge.get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("meilibridge_meilisearch_pending_tasks"))
                .mapToLong(line ->
                        (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void an_index_that_was_set_back_is_made_again() throws Exception {
        scene.configure(TASK);
        MeilisearchStandIn.Snapshot earlier;
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            earlier = scene.meilisearch().snapshot();
            scene.sql(
                    "UPDATE item SET v = 'changed' WHERE id <= 10",
                    "DELETE FROM item WHERE id = 11");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            awaitNoted();
            scene.meilisearch().restore(earlier);
            assertThat(scene.documents("item").toString()).doesNotContain("changed");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(reason(bridge)).isEqualTo("index_lost");
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        scene.meilisearch().restore(earlier);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(reason(bridge)).isEqualTo("index_lost");
        }
    }

    @Test
    void deleted_tasks_are_no_loss() throws Exception {
        scene.configure(TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            scene.sql("INSERT INTO item VALUES (1000, 'before')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            awaitNoted();
            deleteTasks();
            awaitMissed(1);
            bridge.terminate(Duration.ofSeconds(30));
        }
        deleteTasks();
        try (BridgeProcess bridge = scene.startStreaming()) {
            awaitMissed(2);
            scene.sql("INSERT INTO item VALUES (1001, 'after')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(new Jobs(bridge).last("item").isMissingNode()).as("no full sync").isTrue();
            assertThat(bridge.log()).doesNotContain("INDEX_LOST");
        }
    }

    @Test
    void tasks_deleted_before_they_were_seen_are_sent_again() throws Exception {
        scene.configure(TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            Gate polls = new Gate();
            scene.meilisearch()
                    .faults()
                    .on((_, path) -> path.equals("/tasks"), 1, new Fault.Hold(polls));
            scene.sql("INSERT INTO item VALUES (1000, 'unseen')");
            Scene.await(LIMIT, () -> scene.documents("item").containsKey("1000"), bridge::log);
            assertThat(polls.awaitArrival(LIMIT)).isTrue();
            deleteTasks();
            polls.open();
            Scene.await(LIMIT, () -> bridge.log().contains("TASK_UNKNOWN"), bridge::log);
            scene.sql("UPDATE item SET v = 'later' WHERE id = 1000");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            new Status(bridge).awaitTask("item", "streaming", LIMIT);
            assertThat(reason(bridge)).isEqualTo("first_start");
        }
    }

    /// Waits until the newest task is noted, at the latest with the second look from now.
    private void awaitNoted() throws Exception {
        long newest = newestTask();
        Scene.await(
                LIMIT,
                () ->
                        scene.meilisearch().requests().stream()
                                .anyMatch(request ->
                                        request.query().equals("limit=1&uids=" + newest)),
                () -> "Task " + newest + " is not looked for.");
    }

    private long newestTask() throws Exception {
        String page = get("/tasks?limit=1");
        return new ObjectMapper().readTree(page).path("results").path(0).path("uid").asLong();
    }

    /// As a job of the operator may do every night.
    private void deleteTasks() throws Exception {
        ask(
                HttpRequest.newBuilder(
                                URI.create(scene.meilisearch().url() + "/tasks?statuses=succeeded"))
                        .DELETE());
        Scene.await(
                LIMIT,
                () -> {
                    try {
                        return get("/tasks?types=documentAdditionOrUpdate&limit=1")
                                .contains("\"total\":0");
                    } catch (Exception unanswered) {
                        return false;
                    }
                },
                () -> "They are not deleted.");
    }

    /// Waits for so many empty deletions.
    private void awaitMissed(int times) {
        Scene.await(
                LIMIT,
                () ->
                        scene.meilisearch().requests().stream()
                                        .filter(request ->
                                                request.path().endsWith("/delete-batch")
                                                        && request.documents() == 0)
                                        .count()
                                == times,
                () -> "The newest task was not missed.");
    }

    private static String reason(BridgeProcess bridge) {
        return new Jobs(bridge).last("item").path("reason").asText();
    }

    private String get(String path) throws Exception {
        return ask(HttpRequest.newBuilder(URI.create(scene.meilisearch().url() + path)));
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
