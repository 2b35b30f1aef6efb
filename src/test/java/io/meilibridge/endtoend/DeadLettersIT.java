package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Faults.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Documents that Meilisearch refuses: they become dead letters, and everything else is indexed in
/// its order.
class DeadLettersIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String GEO = "invalid_document_geo_field";
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "dead_letters");
        scene.sql(
                "CREATE TABLE item (id int PRIMARY KEY, v text, w text)",
                "ALTER TABLE item ALTER w SET STORAGE EXTERNAL");
        scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /// HAZARDS C1: batch 1 holds A as it was and a bad document, batch 2 a newer A, batch 3 a patch
    /// of it. All are accepted before the first has failed.
    @Test
    void a_failed_batch_is_not_sent_again_over_a_newer_one() throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitNoneOpen(LIMIT);
            scene.sql("INSERT INTO item VALUES (1, 'first', repeat('x', 9000)), (3, 'c', '')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            scene.meilisearch().clearRequests();
            scene.meilisearch().faults().failDocument("2", GEO, Scope.TASK);
            scene.meilisearch().scheduler().pause();
            scene.sql(
                    "BEGIN; UPDATE item SET v = 'old', w = repeat('y', 9000) WHERE id = 1;"
                            + " INSERT INTO item VALUES (2, 'bad', ''); COMMIT");
            awaitWrites(1, bridge);
            scene.sql("UPDATE item SET v = 'new', w = repeat('z', 9000) WHERE id = 1");
            awaitWrites(2, bridge);
            scene.sql("UPDATE item SET v = 'newest' WHERE id = 1");
            awaitWrites(3, bridge);
            assertThat(scene.meilisearch().requests())
                    .as("the last is a patch")
                    .anyMatch(request -> request.method().equals("PUT"));
            scene.meilisearch().scheduler().resume();

            awaitLetters(bridge, Set.of("2"));
            scene.awaitEqual("item", ITEMS + " WHERE id <> 2", bridge, LIMIT);
            assertThat(new Status(bridge).task("item").path("state").asText())
                    .isEqualTo("streaming");
            JsonNode letter = letters(bridge).getFirst();
            assertThat(letter.path("code").asText()).isEqualTo("DOCUMENT_REFUSED");
            assertThat(letter.path("reason").asText()).contains(GEO);
            assertThat(letter.path("document").path("v").asText()).isEqualTo("bad");
        }
    }

    /// Whatever the batches, of a thousand documents just the bad ones are left out, also over a
    /// restart.
    @Test
    void just_the_refused_documents_are_left_out() throws Exception {
        Random random = new Random(seed);
        Set<String> bad = new TreeSet<>();
        while (bad.size() < 12) {
            bad.add(String.valueOf(1 + random.nextInt(1000)));
        }
        bad.forEach(id -> scene.meilisearch().faults().failDocument(id, GEO, Scope.TASK));
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item SELECT n, 'v', 'w' FROM generate_series(1, 1000) n");
            scene.sql("UPDATE item SET v = 'again' WHERE id % 3 = 0");

            awaitLetters(bridge, bad);
            scene.awaitEqual("item", ITEMS + " WHERE " + isGood(bad), bridge, LIMIT);
            assertThat(bridge.terminate(LIMIT)).isZero();
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
        try (BridgeProcess bridge = scene.startStreaming()) {
            awaitLetters(bridge, bad);
            scene.sql("UPDATE item SET v = 'later' WHERE " + isGood(bad));
            scene.awaitEqual("item", ITEMS + " WHERE " + isGood(bad), bridge, LIMIT);
        }
    }

    @Test
    void a_dead_letter_is_tried_again_with_its_row_as_it_is() throws Exception {
        for (String id : List.of("1", "2", "3")) {
            scene.meilisearch().faults().failDocument(id, GEO, Scope.TASK);
        }
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql(
                    "INSERT INTO item VALUES (1, 'a', ''), (2, 'b', ''), (3, 'c', ''), (4, 'd', '')");
            awaitLetters(bridge, Set.of("1", "2", "3"));

            scene.meilisearch().faults().clear();
            scene.meilisearch().faults().failDocument("3", GEO, Scope.TASK);
            scene.sql("SET session_replication_role = 'replica'; DELETE FROM item WHERE id = 2");
            String answer = bridge.post("/api/dead-letters/item/reprocess");

            assertThat(new ObjectMapper().readTree(answer).path("reprocessed").asInt())
                    .as(answer)
                    .isEqualTo(2);
            assertThat(new ObjectMapper().readTree(answer).path("failed").asInt()).isOne();
            awaitLetters(bridge, Set.of("3"));
            scene.awaitEqual("item", ITEMS + " WHERE id <> 3", bridge, LIMIT);

            String id = letters(bridge).getFirst().path("id").asText();
            assertThat(bridge.get("/api/dead-letters/" + id)).contains("\"c\"");
            bridge.delete("/api/dead-letters/" + id);
            awaitLetters(bridge, Set.of());
            assertThat(bridge.status("/api/dead-letters/" + id)).isEqualTo(404);
        }
    }

    /// What fails by no fault of a document is sent again, and makes no dead letter (HAZARDS C3).
    @Test
    void a_sick_server_makes_no_dead_letters() throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item VALUES (1, 'a', '')");
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            scene.meilisearch().faults().failBatches(3, "internal");
            scene.sql("INSERT INTO item VALUES (2, 'b', '')", "UPDATE item SET v = 'x'");

            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            awaitLetters(bridge, Set.of());
        }
    }

    /// What fails in the route of alerts holds up nothing.
    @Test
    void a_route_is_told_of_each() throws Exception {
        Path route = scene.folder().resolve("routes").resolve("dead-letter.yaml");
        Files.createDirectories(route.getParent());
        Files.writeString(
                route,
                """
                - route:
                    id: dead-letter
                    from:
                      uri: direct:dead-letter
                      steps:
                        - log:
                            message: "ALERT ${body}"
                        - to:
                            uri: "http://127.0.0.1:1/nobody-listens"
                """);
        scene.meilisearch().faults().failDocument("1", GEO, Scope.TASK);
        scene.meilisearch().faults().failDocument("2", GEO, Scope.TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item VALUES (1, 'a', ''), (2, 'b', ''), (3, 'c', '')");

            awaitLetters(bridge, Set.of("1", "2"));
            scene.awaitEqual("item", ITEMS + " WHERE id = 3", bridge, LIMIT);
            Scene.await(
                    LIMIT,
                    () ->
                            bridge.log().contains("\"document_id\":\"1\"")
                                    && bridge.log().contains("\"document_id\":\"2\"")
                                    && bridge.log().contains("route 'dead-letter' failed"),
                    bridge::log);
            assertThat(bridge.log()).contains("ALERT {\"id\":\"item-");
        }
    }

    @Test
    void a_row_that_makes_no_document_is_passed_over() throws Exception {
        scene.sql("CREATE TABLE word (word text PRIMARY KEY, v int)");
        scene.configure("sync_tasks: [ { id: word, table: word, document_id: raw } ]\n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO word VALUES ('good', 1), ('not good', 2), ('fine', 3)");

            Scene.await(
                    LIMIT,
                    () -> scene.documents("word").keySet().equals(Set.of("good", "fine")),
                    bridge::log);
            JsonNode letter = letters(bridge).getFirst();
            assertThat(letter.path("code").asText()).isEqualTo("INVALID_DOCUMENT_ID");
            assertThat(bridge.get("/metrics"))
                    .contains("meilibridge_dead_letters{task=\"word\"")
                    .contains("meilibridge_dead_letters_total{reason=\"invalid_document_id\"");
        }
    }

    @Test
    void a_row_that_a_transform_does_not_take_is_passed_over_and_comes_when_it_is_mended()
            throws Exception {
        scene.configure(
                """
                sync_tasks:
                  - { id: item, table: item,
                      transform: { fields: [ { type: convert, field: v, to_type: integer } ] } }
                """);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item VALUES (1, '1', ''), (2, 'two', ''), (3, '3', '')");
            awaitLetters(bridge, Set.of("2"));
            Scene.await(
                    LIMIT,
                    () -> scene.documents("item").keySet().equals(Set.of("1", "3")),
                    bridge::log);
            assertThat(letters(bridge).getFirst().path("code").asText())
                    .isEqualTo("UNMAPPABLE_VALUE");

            scene.sql("UPDATE item SET v = '2' WHERE id = 2");
            Scene.await(
                    LIMIT,
                    () -> scene.documents("item").keySet().equals(Set.of("1", "2", "3")),
                    bridge::log);
            assertThat(bridge.post("/api/dead-letters/item/reprocess"))
                    .contains("\"reprocessed\":1");
            awaitLetters(bridge, Set.of());
        }
    }

    @Test
    void a_task_stops_when_it_has_as_many_as_it_may() throws Exception {
        scene.configure(
                """
                sync_tasks: [ { id: item, table: item } ]
                error_handling: { dead_letter_queue: { max_entries_per_task: 1 } }
                """);
        scene.meilisearch().faults().failDocument("1", GEO, Scope.TASK);
        scene.meilisearch().faults().failDocument("2", GEO, Scope.TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql(
                    "INSERT INTO item VALUES (1, 'a', '')", "INSERT INTO item VALUES (2, 'b', '')");
            Scene.await(
                    LIMIT,
                    () ->
                            new Status(bridge)
                                    .task("item")
                                    .path("last_error")
                                    .path("code")
                                    .asText()
                                    .equals("DEAD_LETTERS_FULL"),
                    bridge::log);

            scene.meilisearch().faults().clear();
            bridge.post("/api/sync-tasks/item/retry");
            Scene.await(LIMIT, () -> scene.documents("item").containsKey("2"), bridge::log);
        }
    }

    private static String isGood(Set<String> bad) {
        return "id NOT IN (" + String.join(", ", bad) + ")";
    }

    private void awaitWrites(int writes, BridgeProcess bridge) {
        Scene.await(
                LIMIT,
                () ->
                        scene.meilisearch().requests().stream()
                                        .filter(request -> !request.method().equals("GET"))
                                        .filter(request -> request.path().contains("/documents"))
                                        .count()
                                >= writes,
                () -> scene.meilisearch().requests() + "\n" + bridge.log());
    }

    private static void awaitLetters(BridgeProcess bridge, Set<String> documents) {
        Scene.await(
                LIMIT,
                () ->
                        bridge.status("/api/dead-letters") == 200
                                && documents(bridge).equals(documents),
                () -> letters(bridge) + "\n" + bridge.log());
    }

    private static Set<String> documents(BridgeProcess bridge) {
        Set<String> documents = new TreeSet<>();
        letters(bridge).forEach(letter -> documents.add(letter.path("document_id").asText()));
        return documents;
    }

    private static List<JsonNode> letters(BridgeProcess bridge) {
        try {
            List<JsonNode> letters = new ArrayList<>();
            new ObjectMapper().readTree(bridge.get("/api/dead-letters")).forEach(letters::add);
            return letters;
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
