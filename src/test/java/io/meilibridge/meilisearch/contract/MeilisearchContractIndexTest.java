package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertFailed;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The life of an index.
final class MeilisearchContractIndexTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b07_an_index_is_created_by_a_task() {
        String uid = server.index("new");

        Reply accepted = server.post("/indexes", "{\"uid\":\"%s\"}".formatted(uid));

        assertAccepted(accepted, "indexCreation");
        assertThat(accepted.body().size()).isEqualTo(5);
        assertThat(accepted.text("indexUid")).isEqualTo(uid);
        assertSucceeded(server.finished(accepted));
        JsonNode index = server.get("/indexes/" + uid).body();
        assertThat(index.size()).isEqualTo(4);
        assertThat(index.path("uid").asText()).isEqualTo(uid);
        assertThat(index.path("primaryKey").isNull()).isTrue();
        assertThat(index.path("createdAt")).isEqualTo(index.path("updatedAt"));
    }

    @Test
    void b08_creating_an_existing_index_fails_in_the_task() {
        String uid = server.existingIndex("there");

        Reply accepted = server.post("/indexes", "{\"uid\":\"%s\"}".formatted(uid));

        assertAccepted(accepted, "indexCreation");
        assertFailed(server.finished(accepted), "index_already_exists");
    }

    @Test
    void b09_a_bad_name_is_refused_at_once() {
        assertRefused(
                server.post("/indexes", "{\"uid\":\"test test#!\"}"), 400, "invalid_index_uid");
    }

    @Test
    void b10_a_missing_name_is_refused_at_once() {
        assertRefused(server.post("/indexes", "{}"), 400, "missing_index_uid");
    }

    @Test
    void b11_a_bad_name_in_the_path_is_refused_at_once() {
        assertRefused(
                server.post("/indexes/not%20good%21/documents", "[{\"id\":1}]"),
                400,
                "invalid_index_uid");
    }

    @Test
    void b12_reads_of_a_missing_index_are_not_found() {
        String uid = server.index("missing");

        assertRefused(server.get("/indexes/" + uid), 404, "index_not_found");
        assertRefused(server.get("/indexes/" + uid + "/stats"), 404, "index_not_found");
        assertRefused(server.get("/indexes/" + uid + "/documents"), 404, "index_not_found");
    }

    @Test
    void b13_deleting_a_missing_index_fails_in_the_task() {
        Reply accepted = server.delete("/indexes/" + server.index("missing"));

        assertAccepted(accepted, "indexDeletion");
        JsonNode task = server.finished(accepted);
        assertFailed(task, "index_not_found");
        assertThat(task.path("details").path("deletedDocuments").asInt(-1)).isZero();
    }

    @Test
    void b14_deleting_an_index_counts_its_documents() {
        String uid = server.existingIndex("full");
        server.add(uid, "[{\"id\":1},{\"id\":2},{\"id\":3}]");

        JsonNode task = server.finished(server.delete("/indexes/" + uid));

        assertSucceeded(task);
        assertThat(task.path("details").path("deletedDocuments").asInt(-1)).isEqualTo(3);
        assertRefused(server.get("/indexes/" + uid), 404, "index_not_found");
    }

    @Test
    void b15_the_primary_key_of_an_index_with_documents_stays() {
        String uid = server.existingIndex("full");
        server.add(uid, "[{\"id\":1}]");

        JsonNode task =
                server.finished(server.patch("/indexes/" + uid, "{\"primaryKey\":\"other\"}"));

        assertFailed(task, "index_primary_key_already_exists");
        assertThat(primaryKey(uid)).isEqualTo("id");
    }

    @Test
    void b16_the_primary_key_of_an_empty_index_can_change() {
        String uid = server.existingIndex("empty");

        JsonNode task =
                server.finished(server.patch("/indexes/" + uid, "{\"primaryKey\":\"other\"}"));

        assertSucceeded(task);
        assertThat(primaryKey(uid)).isEqualTo("other");
        JsonNode index = server.get("/indexes/" + uid).body();
        assertThat(Instant.parse(index.path("updatedAt").asText()))
                .isAfter(Instant.parse(index.path("createdAt").asText()));
    }

    @Test
    void b17_an_index_is_renamed_to_a_free_name_only() {
        String uid = server.existingIndex("old");
        String other = server.existingIndex("other");
        String free = server.index("free");

        JsonNode moved = server.finished(rename(uid, free));
        JsonNode refused = server.finished(rename(free, other));

        assertSucceeded(moved);
        assertFailed(refused, "index_already_exists");
        assertThat(server.get("/indexes/" + free).status()).isEqualTo(200);
        assertRefused(server.get("/indexes/" + uid), 404, "index_not_found");
    }

    @Test
    void b18_changing_a_missing_index_fails_in_the_task() {
        Reply accepted =
                server.patch("/indexes/" + server.index("missing"), "{\"primaryKey\":\"id\"}");

        assertAccepted(accepted, "indexUpdate");
        assertFailed(server.finished(accepted), "index_not_found");
    }

    @Test
    void b19_indexes_are_listed_by_name_in_pages() {
        server.existingIndex("b");
        server.existingIndex("a");
        server.existingIndex("c");

        JsonNode whole = server.get("/indexes?limit=1000").body();
        JsonNode part = server.get("/indexes?offset=1&limit=1").body();
        JsonNode standard = server.get("/indexes").body();

        List<String> names = new ArrayList<>();
        whole.path("results").forEach(one -> names.add(one.path("uid").asText()));
        assertThat(names).isSorted().hasSizeGreaterThanOrEqualTo(3);
        assertThat(whole.path("total").asInt()).isEqualTo(names.size());
        assertThat(part.path("results").get(0).path("uid").asText()).isEqualTo(names.get(1));
        assertThat(part.path("offset").asInt()).isEqualTo(1);
        assertThat(part.path("limit").asInt()).isEqualTo(1);
        assertThat(part.path("total").asInt()).isEqualTo(names.size());
        assertThat(standard.path("limit").asInt()).isEqualTo(20);
    }

    private Reply rename(String from, String to) {
        return server.patch("/indexes/" + from, "{\"uid\":\"%s\"}".formatted(to));
    }

    private String primaryKey(String uid) {
        return server.get("/indexes/" + uid).text("primaryKey");
    }
}
