package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertCounts;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What bodies of additions are taken, and which are refused at once.
final class MeilisearchContractPayloadTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    private static final String MALFORMED = "malformed_payload";
    private static final String NDJSON = "application/x-ndjson";
    private static final String TWO = "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}]";

    @Test
    void b20_an_array_creates_the_index_and_its_primary_key() {
        String uid = server.index("new");

        Reply accepted = server.post(documents(uid), TWO);

        assertAccepted(accepted, "documentAdditionOrUpdate");
        JsonNode task = server.finished(accepted);
        assertSucceeded(task);
        assertCounts(task, 2, 2);
        assertThat(server.get("/indexes/" + uid).text("primaryKey")).isEqualTo("id");
        assertThat(server.documents(uid)).containsOnlyKeys("1", "2");
    }

    @Test
    void b21_a_single_object_is_an_array_of_one() {
        String uid = server.index("new");

        JsonNode task = server.add(uid, "{\"id\":1,\"name\":\"a\"}");

        assertSucceeded(task);
        assertCounts(task, 1, 1);
        assertThat(server.documents(uid))
                .containsEntry("1", server.json("{\"id\":1,\"name\":\"a\"}"));
    }

    @Test
    void b22_ndjson_is_one_document_a_line() {
        String uid = server.index("new");

        JsonNode task = server.finished(send(uid, NDJSON, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}"));

        assertSucceeded(task);
        assertCounts(task, 3, 3);
        assertThat(server.documents(uid)).containsOnlyKeys("1", "2", "3");
    }

    @Test
    void b22_csv_cells_have_the_types_of_the_header() {
        String uid = server.index("new");

        JsonNode task =
                server.finished(
                        send(
                                uid,
                                "text/csv",
                                "id,name:string,price:number,sold:boolean\n"
                                        + "1,\"a, \"\"b\"\"\",2.5,true\n2,,7,false\n"));

        assertSucceeded(task);
        assertCounts(task, 2, 2);
        JsonNode first = server.get(documents(uid) + "/1").body();
        assertThat(first.path("name").asText()).isEqualTo("a, \"b\"");
        assertThat(first.path("price").isNumber()).isTrue();
        assertThat(first.path("sold").isBoolean()).isTrue();
        assertThat(server.get(documents(uid) + "/2").body().path("name").isNull()).isTrue();
    }

    @Test
    void b23_compressed_bodies_are_taken() {
        Map<String, byte[]> bodies =
                Map.of(
                        "gzip", Encodings.gzip(TWO),
                        "deflate", Encodings.deflate(TWO),
                        "br", Encodings.brotli(TWO));
        bodies.forEach((encoding, body) -> {
            String uid = server.index(encoding);

            JsonNode task = server.finished(compressed(uid, encoding, body));

            assertSucceeded(task);
            assertCounts(task, 2, 2);
            assertThat(server.documents(uid)).containsOnlyKeys("1", "2");
        });
    }

    @Test
    void b24_a_truncated_compressed_body_is_refused() {
        String uid = server.index("new");
        byte[] whole = Encodings.gzip(TWO);

        Reply reply = compressed(uid, "gzip", Arrays.copyOf(whole, whole.length / 2));

        assertRefused(reply, 400, "bad_request");
        assertNoTask(uid);
    }

    @Test
    void b25_another_content_type_is_refused() {
        assertRefused(send(server.index("new"), "text/plain", TWO), 415, "invalid_content_type");
    }

    @Test
    void b26_a_missing_content_type_is_refused() {
        assertRefused(send(server.index("new"), null, TWO), 415, "missing_content_type");
    }

    @Test
    void b27_parameters_of_the_content_type_do_not_matter() {
        String uid = server.index("new");

        assertSucceeded(server.finished(send(uid, "application/json; charset=utf-8", TWO)));
    }

    @Test
    void b28_an_empty_body_is_refused() {
        String uid = server.index("new");

        assertRefused(send(uid, "application/json", ""), 400, "missing_payload");
        assertRefused(send(uid, NDJSON, ""), 400, "missing_payload");
        assertRefused(send(uid, "text/csv", ""), 400, "missing_payload");
    }

    @Test
    void b29_a_broken_body_is_refused_and_nothing_of_it_written() {
        String uid = server.existingIndex("there");

        assertRefused(send(uid, "application/json", "[{\"id\":1},{\"id\":"), 400, MALFORMED);
        assertRefused(send(uid, NDJSON, "{\"id\":1}\n{\"id\":2,}\n"), 400, MALFORMED);
        assertRefused(send(uid, NDJSON, "{\"id\":1,\"n\":NaN}\n"), 400, MALFORMED);
        assertRefused(send(uid, "text/csv", "id,n:number\n1,abc\n"), 400, MALFORMED);
        assertThat(server.documents(uid)).isEmpty();
    }

    @Test
    void b30_a_body_without_objects_is_refused() {
        String uid = server.index("new");

        assertRefused(server.post(documents(uid), "\"text\""), 400, MALFORMED);
        assertRefused(server.post(documents(uid), "12"), 400, MALFORMED);
        assertRefused(server.post(documents(uid), "[{\"id\":1}, 2]"), 400, MALFORMED);
        assertNoTask(uid);
    }

    @Test
    void b31_a_body_over_the_limit_is_refused() {
        String uid = server.index("new");
        String body = "[{\"id\":1,\"text\":\"" + "x".repeat(100_000_001) + "\"}]";

        Reply reply = compressed(uid, "gzip", Encodings.gzip(body));

        assertRefused(reply, 413, "payload_too_large");
    }

    @Test
    void b32_an_unknown_parameter_is_refused() {
        assertRefused(
                server.post(documents(server.index("new")) + "?unknown=1", TWO),
                400,
                "bad_request");
    }

    @Test
    void b33_an_empty_array_is_taken() {
        String uid = server.index("new");

        JsonNode task = server.add(uid, "[]");

        assertSucceeded(task);
        assertCounts(task, 0, 0);
    }

    private static String documents(String uid) {
        return "/indexes/" + uid + "/documents";
    }

    private Reply send(String uid, @Nullable String contentType, String body) {
        return server.send(
                "POST", documents(uid), contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private Reply compressed(String uid, String encoding, byte[] body) {
        return server.send(
                server.request(documents(uid))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private void assertNoTask(String uid) {
        JsonNode tasks = server.get("/tasks?indexUids=" + uid).body();
        assertThat(tasks.path("total").asInt(-1)).isZero();
    }
}
