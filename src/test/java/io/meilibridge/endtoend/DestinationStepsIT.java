package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.dev.meilisearch.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// How documents are sent: what precedes the first, how many at a time, how often, how packed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DestinationStepsIT {

    private static final int REQUESTS_PER_SECOND = 20;

    private static final String TASKS =
            """
            sync_tasks:
              - { id: set, table: settled,
                  index_settings: {
                    searchable_attributes: [ name ], filterable_attributes: [ n ] } }
              - { id: keyed, table: keyed }
              - { id: sized, table: sized, cdc: { batch_size: 100 } }
              - { id: paced, table: paced, cdc: { batch_size: 10 } }
              - { id: gathered, table: gathered, cdc: { batch_timeout_ms: 20000 } }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        Scene scene =
                RunningScene.prepared(
                        18,
                        "destination_steps",
                        "CREATE TABLE settled (id int PRIMARY KEY, n int, name text)",
                        "CREATE TABLE keyed (code text PRIMARY KEY, n int)",
                        "CREATE TABLE sized (id int PRIMARY KEY, n int)",
                        "CREATE TABLE paced (id int PRIMARY KEY, n int)",
                        "CREATE TABLE gathered (id int PRIMARY KEY, n int)");
        scene.configure(TASKS);
        Configurations.replace(
                scene,
                "meilisearch: { url",
                """
                meilisearch: { compression: gzip, max_requests_per_second: %d,
                  index_settings: { stop_words: [ the ], sortable_attributes: [ n ] }, url\
                """
                        .formatted(REQUESTS_PER_SECOND));
        running = RunningScene.of(scene, scene.startStreaming());
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    private static boolean isWrite(ReceivedRequest request) {
        return !request.method().equals("GET") && !request.path().endsWith("/documents/fetch");
    }

    private List<ReceivedRequest> writes(String path) {
        return running.scene().meilisearch().requests().stream()
                .filter(DestinationStepsIT::isWrite)
                .filter(request -> request.path().startsWith(path))
                .toList();
    }

    @Test
    @Order(1)
    void settings_and_key_are_there_before_the_first_document() throws Exception {
        running.sql("INSERT INTO settled SELECT n, n, 'row ' || n FROM generate_series(1, 20) n");
        running.awaitRows("settled", "settled", "id");
        List<ReceivedRequest> requests =
                running.scene().meilisearch().requests().stream()
                        .filter(DestinationStepsIT::isWrite)
                        .toList();
        assertThat(requests)
                .extracting(request -> request.method() + " " + request.path())
                .startsWith(
                        "POST /indexes",
                        "PATCH /indexes/settled/settings",
                        "POST /indexes/settled/documents");
        assertThat(running.meilisearch("/indexes/settled")).contains("\"primaryKey\":\"id\"");
        assertThat(running.meilisearch("/indexes/settled/settings"))
                .contains(
                        "\"searchableAttributes\":[\"name\"]",
                        "\"filterableAttributes\":[\"n\"]",
                        "\"stopWords\":[\"the\"]",
                        "\"sortableAttributes\":[\"n\"]");
        assertThat(writes("/indexes/settled/documents"))
                .allSatisfy(request -> {
                    assertThat(request.query()).contains("primaryKey=id");
                    assertThat(request.customMetadata()).isNotEmpty();
                    assertThat(request.encoding()).isEqualTo("gzip");
                });
    }

    @Test
    @Order(2)
    void an_encoded_key_has_a_field_of_its_own_as_key() throws Exception {
        running.sql("INSERT INTO keyed VALUES ('a b', 1)");
        running.awaitEncodedRows("keyed", "keyed", "code");
        assertThat(running.meilisearch("/indexes/keyed")).contains("\"primaryKey\":\"_id\"");
    }

    @Test
    @Order(3)
    void a_batch_has_no_more_documents_than_the_size_that_is_set() throws Exception {
        running.sql("INSERT INTO sized SELECT n, n FROM generate_series(1, 5000) n");
        running.awaitRows("sized", "sized", "id");
        List<ReceivedRequest> sent = writes("/indexes/sized/documents");
        assertThat(sent.stream().mapToInt(ReceivedRequest::documents).sum()).isEqualTo(5000);
        // A limit completes a batch and may be exceeded by what came in one chunk.
        assertThat(sent)
                .allSatisfy(
                        request -> assertThat(request.documents()).isLessThanOrEqualTo(100 + 512));
        assertThat(sent).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    @Order(4)
    void requests_keep_to_the_rate_that_is_set() throws Exception {
        for (int n = 1; n <= 60; n++) {
            String rows = " SELECT %d * 100 + k, k FROM generate_series(1, 20) k".formatted(n);
            running.sql("INSERT INTO paced" + rows);
        }
        Scene.await(
                Duration.ofSeconds(30),
                () -> running.scene().meilisearch().count("paced") == 1200,
                running.bridge()::log);
        running.awaitRows("paced", "paced", "id");
        assertThat(busiestSecond(writes("/indexes"))).isLessThanOrEqualTo(REQUESTS_PER_SECOND + 1);
    }

    @Test
    @Order(5)
    void changes_gather_while_the_server_is_busy() throws Exception {
        running.sql("INSERT INTO gathered VALUES (0, 0)");
        running.awaitRows("gathered", "gathered", "id");
        running.scene().meilisearch().clearRequests();
        running.scene().meilisearch().scheduler().pause();
        for (int n = 1; n <= 30; n++) {
            running.sql("INSERT INTO gathered VALUES (%1$d, %1$d)".formatted(n));
        }
        Scene.await(
                RunningScene.LIMIT,
                () -> running.inFlight() == 30,
                () -> running.inFlight() + " in flight\n" + running.bridge().log());
        new Status(running.bridge()).idling(Duration.ofSeconds(1));
        assertThat(writes("/indexes/gathered/documents")).hasSizeLessThanOrEqualTo(4);

        running.scene().meilisearch().scheduler().resume();
        running.awaitRows("gathered", "gathered", "id");
        assertThat(writes("/indexes/gathered/documents")).hasSizeLessThan(10);
    }

    private static int busiestSecond(List<ReceivedRequest> requests) {
        int most = 0;
        for (ReceivedRequest first : requests) {
            int count = 0;
            for (ReceivedRequest other : requests) {
                Duration later = Duration.between(first.at(), other.at());
                if (!later.isNegative() && later.compareTo(Duration.ofSeconds(1)) < 0) {
                    count++;
                }
            }
            most = Math.max(most, count);
        }
        return most;
    }
}
