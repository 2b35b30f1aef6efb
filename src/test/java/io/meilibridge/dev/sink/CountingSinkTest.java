package io.meilibridge.dev.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CountingSinkTest {

    private final CountingSink sink = CountingSink.start(0, Duration.ZERO);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        sink.close();
    }

    @Test
    void lines_and_ids_are_counted_over_requests() throws Exception {
        post("/indexes/a/documents?primaryKey=id", "{\"id\":1}\n{\"id\":2}\n");
        post("/indexes/a/documents", "{\"id\":3}\n{\"id\":4}");
        post("/indexes/a/documents/delete-batch", "[1,2,3]");
        post("/indexes/b/documents/delete-batch", "[]");

        assertThat(sink.rows()).isEqualTo(7);
        assertThat(sink.arrivals()).extracting(Arrival::rows).containsExactly(2, 2, 3, 0);
        assertThat(sink.arrivals()).extracting(Arrival::rowsSoFar).containsExactly(2L, 4L, 7L, 7L);
        assertThat(sink.arrivals()).extracting(Arrival::nanos).isSorted();
    }

    @Test
    void tasks_without_a_delay_have_succeeded_when_they_are_looked_at() throws Exception {
        JsonNode accepted = post("/indexes/a/documents?customMetadata=m", "{\"id\":1}\n");

        JsonNode task = get("/tasks/" + accepted.path("taskUid").asInt());

        assertThat(accepted.path("status").asText()).isEqualTo("enqueued");
        assertThat(task.path("status").asText()).isEqualTo("succeeded");
        assertThat(task.path("customMetadata").asText()).isEqualTo("m");
        assertThat(task.path("details").path("indexedDocuments").asInt()).isEqualTo(1);
        assertThat(sink.isSettled()).isTrue();
    }

    @Test
    void delayed_tasks_are_worked_off_one_after_the_other() throws Exception {
        sink.perTask(Duration.ofHours(1));
        post("/indexes/a/documents", "{\"id\":1}\n");
        post("/indexes/a/documents", "{\"id\":2}\n");
        post("/indexes/b/documents", "{\"id\":3}\n");

        assertThat(get("/tasks?statuses=processing").path("total").asInt()).isEqualTo(1);
        assertThat(get("/tasks?statuses=enqueued").path("total").asInt()).isEqualTo(2);
        assertThat(get("/tasks?statuses=enqueued,processing&indexUids=a").path("total").asInt())
                .isEqualTo(2);
        assertThat(get("/tasks?uids=0,2&limit=1").path("results").get(0).path("uid").asInt())
                .isEqualTo(2);
        assertThat(get("/tasks?limit=2").path("next").asInt()).isZero();
        assertThat(sink.isSettled()).isFalse();
    }

    @Test
    void indexes_are_known_once_they_were_created() throws Exception {
        assertThat(get("/indexes/a").path("code").asText()).isEqualTo("index_not_found");

        post("/indexes", "{\"uid\":\"a\",\"primaryKey\":\"key\"}");

        assertThat(get("/indexes/a").path("primaryKey").asText()).isEqualTo("key");
        assertThat(get("/indexes").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void any_split_of_the_bytes_counts_the_same() throws IOException {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            for (int i = 0; i < body.length; i++) {
                body[i] = random.nextInt(4) == 0 ? (byte) '\n' : body[i];
            }
            int expected = body.length == 0 || body[body.length - 1] == '\n' ? 0 : 1;
            for (byte b : body) {
                expected += b == '\n' ? 1 : 0;
            }

            LineCount count =
                    LineCount.ofLines(
                            new ByteArrayInputStream(body), new byte[1 + random.nextInt(64)]);

            assertThat(count.lines()).as("seed %d, round %d", seed, round).isEqualTo(expected);
            assertThat(count.bytes()).isEqualTo(body.length);
        }
    }

    private JsonNode post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private JsonNode get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sink.url() + path));
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        String body =
                client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
        return Json.read(body);
    }
}
