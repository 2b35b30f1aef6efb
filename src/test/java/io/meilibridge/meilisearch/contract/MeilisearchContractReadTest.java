package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reads of documents and counts.
final class MeilisearchContractReadTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b65_a_missing_document_is_not_found() {
        String uid = server.existingIndex("read");

        assertRefused(server.get("/indexes/" + uid + "/documents/1"), 404, "document_not_found");
    }

    @Test
    void b66_documents_are_listed_in_pages_of_chosen_fields() {
        String uid = server.existingIndex("read");
        StringBuilder documents = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            documents.append(i == 0 ? "[" : ",");
            documents.append("{\"id\":%d,\"a\":1,\"b\":2}".formatted(i));
        }
        server.add(uid, documents + "]");

        JsonNode standard = server.get("/indexes/" + uid + "/documents").body();
        JsonNode page =
                server.get("/indexes/" + uid + "/documents?offset=22&limit=10&fields=id,b").body();
        Reply fetched = server.post("/indexes/" + uid + "/documents/fetch", "{\"limit\":3}");

        assertThat(standard.path("results").size()).isEqualTo(20);
        assertThat(standard.path("limit").asInt()).isEqualTo(20);
        assertThat(standard.path("total").asInt()).isEqualTo(25);
        assertThat(page.path("results").size()).isEqualTo(3);
        assertThat(page.path("offset").asInt()).isEqualTo(22);
        assertThat(page.path("total").asInt()).isEqualTo(25);
        page.path("results")
                .forEach(one -> {
                    assertThat(one.size()).isEqualTo(2);
                    assertThat(one.has("b")).isTrue();
                });
        assertThat(fetched.status()).isEqualTo(200);
        assertThat(fetched.body().path("results").size()).isEqualTo(3);
    }

    @Test
    void b67_unknown_ids_are_skipped_and_bad_ones_refused() {
        String uid = server.existingIndex("read");
        server.add(uid, "[{\"id\":1},{\"id\":2}]");

        JsonNode found = server.get("/indexes/" + uid + "/documents?ids=2,99").body();

        assertThat(found.path("results").size()).isEqualTo(1);
        assertThat(found.path("results").get(0).path("id").asInt()).isEqualTo(2);
        assertRefused(
                server.get("/indexes/" + uid + "/documents?ids=not%20good"),
                400,
                "invalid_document_ids");
    }

    @Test
    void b79_counts_are_right_once_the_task_has_succeeded() {
        String uid = server.existingIndex("stats");
        server.add(uid, "[{\"id\":1,\"a\":1},{\"id\":2},{\"id\":3,\"a\":null}]");

        JsonNode stats = server.get("/indexes/" + uid + "/stats").body();

        assertThat(stats.path("numberOfDocuments").asInt()).isEqualTo(3);
        assertThat(stats.path("isIndexing").asBoolean(true)).isFalse();
        assertThat(stats.path("fieldDistribution").path("id").asInt()).isEqualTo(3);
        assertThat(stats.path("fieldDistribution").path("a").asInt()).isEqualTo(2);
    }

    @Test
    void b80_a_search_finds_hits_and_estimates_their_number() {
        String uid = server.existingIndex("search");
        server.finished(
                server.patch(
                        "/indexes/" + uid + "/settings",
                        "{\"filterableAttributes\":[\"price\"],\"sortableAttributes\":[\"price\"]}"));
        server.add(
                uid,
                """
                [{"id":1,"name":"red bicycle","price":300},
                 {"id":2,"name":"blue bicycle","price":200},
                 {"id":3,"name":"red teapot","price":20}]\
                """);
        String path = "/indexes/" + uid + "/search";

        JsonNode all = server.post(path, "{}").body();
        JsonNode some =
                server.post(
                                path,
                                "{\"q\":\"bicyc\",\"sort\":[\"price:asc\"],"
                                        + "\"filter\":\"price >= 100\"}")
                        .body();

        assertThat(all.path("hits").size()).isEqualTo(3);
        assertThat(all.path("estimatedTotalHits").asInt()).isEqualTo(3);
        assertThat(all.path("limit").asInt()).isEqualTo(20);
        assertThat(some.path("hits").size()).isEqualTo(2);
        assertThat(some.path("hits").get(0).path("id").asInt()).isEqualTo(2);
        assertRefused(
                server.post("/indexes/" + server.index("missing") + "/search", "{}"),
                404,
                "index_not_found");
        assertRefused(
                server.send("POST", path, null, "{}".getBytes(StandardCharsets.UTF_8)),
                415,
                "missing_content_type");
    }
}
