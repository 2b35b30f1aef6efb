package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertCounts;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertFailed;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ids and primary keys.
final class MeilisearchContractIdTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b41_bad_id_fails_the_whole_task() {
        for (String id : List.of("foo & bar", "a".repeat(512), "a".repeat(600), "ä")) {
            String uid = server.existingIndex("ids");

            JsonNode task = server.add(uid, "[{\"id\":1},{\"id\":\"%s\"}]".formatted(id));

            assertFailed(task, "invalid_document_id");
            assertCounts(task, 2, 0);
            assertThat(server.documents(uid)).isEmpty();
        }
    }

    @Test
    void b42_long_negative_and_large_ids_are_taken_exactly() {
        String uid = server.existingIndex("ids");
        String longest = "a".repeat(511);

        JsonNode task =
                server.add(
                        uid,
                        "[{\"id\":\"%s\"},{\"id\":-3},{\"id\":14630868576586246730}]"
                                .formatted(longest));

        assertSucceeded(task);
        assertThat(server.documents(uid)).containsOnlyKeys(longest, "-3", "14630868576586246730");
        JsonNode large = server.get("/indexes/" + uid + "/documents/14630868576586246730").body();
        assertThat(large.path("id").bigIntegerValue())
                .isEqualTo(new BigInteger("14630868576586246730"));
    }

    @Test
    void b43_values_that_are_no_ids_fail_the_task() {
        String uid = server.existingIndex("ids");
        for (String id : List.of("1.5", "null", "true", "{}", "[1]", "\"\"")) {
            JsonNode task = server.add(uid, "[{\"id\":%s}]".formatted(id));

            assertFailed(task, "invalid_document_id");
            assertCounts(task, 1, 0);
        }
        assertThat(server.documents(uid)).isEmpty();
    }

    @Test
    void b44_a_document_without_its_primary_key_fails_the_task() {
        String uid = server.existingIndex("ids");

        JsonNode task = server.add(uid, "[{\"id\":1},{\"name\":\"a\"}]");

        assertFailed(task, "missing_document_id");
        assertCounts(task, 2, 0);
        assertThat(server.documents(uid)).isEmpty();
    }

    @Test
    void b45_without_a_candidate_no_primary_key_is_guessed() {
        String uid = server.index("guess");

        JsonNode task = server.add(uid, "[{\"name\":\"a\"},{\"id\":1}]");

        assertFailed(task, "index_primary_key_no_candidate_found");
        assertThat(server.get("/indexes/" + uid).body().path("primaryKey").isNull()).isTrue();
    }

    @Test
    void b46_of_two_candidates_none_is_taken() {
        String uid = server.index("guess");

        JsonNode task = server.add(uid, "[{\"id\":1,\"object_id\":2}]");

        assertFailed(task, "index_primary_key_multiple_candidates_found");
    }

    @Test
    void b47_the_only_candidate_is_taken() {
        String uid = server.index("guess");

        assertSucceeded(server.add(uid, "[{\"name\":\"a\",\"primary_id\":1}]"));

        assertThat(primaryKey(uid)).isEqualTo("primary_id");
    }

    @Test
    void b48_the_same_primary_key_can_be_asked_for_again() {
        String uid = server.index("asked");

        assertSucceeded(addWithKey(uid, "x", "[{\"x\":1,\"id\":5}]"));
        assertSucceeded(addWithKey(uid, "x", "[{\"x\":2,\"id\":5}]"));

        assertThat(primaryKey(uid)).isEqualTo("x");
    }

    @Test
    void b49_another_primary_key_fails_the_task() {
        String uid = server.existingIndex("asked");
        server.add(uid, "[{\"id\":1}]");

        JsonNode task = addWithKey(uid, "other", "[{\"other\":1,\"id\":2}]");

        assertFailed(task, "index_primary_key_already_exists");
        assertThat(server.documents(uid)).containsOnlyKeys("1");
    }

    @Test
    void b51_the_last_document_of_an_id_wins() {
        String uid = server.existingIndex("ids");

        JsonNode task = server.add(uid, "[{\"id\":1,\"a\":1},{\"id\":1,\"b\":2}]");

        assertSucceeded(task);
        assertThat(task.path("details").path("receivedDocuments").asInt()).isEqualTo(2);
        assertThat(server.documents(uid)).containsEntry("1", server.json("{\"id\":1,\"b\":2}"));
    }

    @Test
    void b52_a_number_and_its_text_are_one_id() {
        String uid = server.existingIndex("ids");
        server.add(uid, "[{\"id\":7,\"a\":1}]");

        assertSucceeded(server.add(uid, "[{\"id\":\"7\",\"b\":2}]"));

        assertThat(server.documents(uid)).hasSize(1);
        assertThat(server.get("/indexes/" + uid + "/documents/7").body().path("b").asInt())
                .isEqualTo(2);
    }

    private JsonNode addWithKey(String uid, String key, String json) {
        return server.finished(
                server.post("/indexes/" + uid + "/documents?primaryKey=" + key, json));
    }

    private String primaryKey(String uid) {
        return server.get("/indexes/" + uid).text("primaryKey");
    }
}
