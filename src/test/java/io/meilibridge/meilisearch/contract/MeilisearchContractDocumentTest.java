package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertCounts;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertFailed;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How a sent document is laid over a stored one, and how far a bad one reaches.
final class MeilisearchContractDocumentTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b34_a_posted_document_replaces_the_earlier_one_wholly() {
        String uid = server.existingIndex("replace");
        server.add(uid, "[{\"id\":1,\"old\":true,\"both\":1}]");
        server.add(uid, "[{\"id\":1,\"both\":2,\"new\":true}]");

        assertThat(server.documents(uid))
                .containsEntry("1", server.json("{\"id\":1,\"both\":2,\"new\":true}"));
    }

    @Test
    void b35_a_put_document_changes_the_sent_fields_only() {
        String uid = server.existingIndex("merge");
        server.add(uid, "[{\"id\":1,\"kept\":\"a\",\"changed\":1}]");

        JsonNode task = merge(uid, "", "[{\"id\":1,\"changed\":2,\"added\":[1.5]}]");

        assertSucceeded(task);
        assertThat(server.documents(uid))
                .containsEntry(
                        "1",
                        server.json("{\"id\":1,\"kept\":\"a\",\"changed\":2,\"added\":[1.5]}"));
    }

    @Test
    void b36_a_put_replaces_nested_objects_as_a_whole() {
        String uid = server.existingIndex("merge");
        server.add(uid, "[{\"id\":1,\"nested\":{\"a\":1,\"b\":2}}]");

        assertSucceeded(merge(uid, "", "[{\"id\":1,\"nested\":{\"b\":3}}]"));

        assertThat(server.documents(uid))
                .containsEntry("1", server.json("{\"id\":1,\"nested\":{\"b\":3}}"));
    }

    @Test
    void b37_a_put_null_is_stored_as_null() {
        String uid = server.existingIndex("merge");
        server.add(uid, "[{\"id\":1,\"value\":5}]");

        assertSucceeded(merge(uid, "", "[{\"id\":1,\"value\":null}]"));

        JsonNode document = server.get("/indexes/" + uid + "/documents/1").body();
        assertThat(document.has("value")).isTrue();
        assertThat(document.path("value").isNull()).isTrue();
    }

    @Test
    void b38_a_put_of_an_unknown_id_creates_the_document() {
        String uid = server.existingIndex("merge");

        assertSucceeded(merge(uid, "", "[{\"id\":1,\"value\":5}]"));

        assertThat(server.documents(uid)).containsOnlyKeys("1");
    }

    @Test
    void b39_with_skip_creation_only_known_ids_are_written() {
        String uid = server.existingIndex("merge");
        server.add(uid, "[{\"id\":1,\"value\":1}]");

        JsonNode task =
                merge(uid, "?skipCreation=true", "[{\"id\":1,\"value\":2},{\"id\":2,\"value\":2}]");

        assertSucceeded(task);
        assertCounts(task, 2, 2);
        assertThat(server.documents(uid))
                .containsOnlyKeys("1")
                .containsEntry("1", server.json("{\"id\":1,\"value\":2}"));
    }

    @Test
    void b40_skip_creation_is_true_or_false() {
        Reply reply =
                server.put(
                        "/indexes/" + server.index("x") + "/documents?skipCreation=maybe",
                        "[{\"id\":1}]");

        assertRefused(reply, 400, "invalid_skip_creation");
    }

    @Test
    void b50_a_bad_document_fails_its_own_task_only() {
        String uid = server.existingIndex("mixed");
        List<Reply> accepted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = i == 2 ? "\"not good\"" : String.valueOf(i);
            accepted.add(
                    server.post(
                            "/indexes/" + uid + "/documents",
                            "[{\"id\":%s},{\"id\":1%d}]".formatted(id, i)));
        }

        for (int i = 0; i < 5; i++) {
            JsonNode task = server.finished(accepted.get(i));
            if (i == 2) {
                assertFailed(task, "invalid_document_id");
            } else {
                assertSucceeded(task);
            }
        }
        assertThat(server.documents(uid))
                .containsOnlyKeys("0", "10", "1", "11", "3", "13", "4", "14");
    }

    @Test
    void b53_a_document_of_too_many_fields_fails_its_task() {
        String uid = server.existingIndex("wide");
        StringBuilder document = new StringBuilder("{\"id\":1");
        for (int i = 0; i < 65_536; i++) {
            document.append(",\"f").append(i).append("\":0");
        }

        JsonNode task = server.add(uid, "[" + document + "}]");

        assertFailed(task, "max_fields_limit_exceeded");
        assertThat(server.documents(uid)).isEmpty();
    }

    @Test
    void b54_a_bad_geo_field_fails_where_geo_is_sorted_by() {
        String uid = server.existingIndex("geo");
        assertSucceeded(server.add(uid, "[{\"id\":1,\"_geo\":\"not looked at\"}]"));
        assertSucceeded(server.finished(server.delete("/indexes/" + uid + "/documents")));
        server.finished(
                server.patch(
                        "/indexes/" + uid + "/settings", "{\"sortableAttributes\":[\"_geo\"]}"));

        JsonNode good = server.add(uid, "[{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":\"2.5\"}}]");
        JsonNode bad = server.add(uid, "[{\"id\":2,\"_geo\":{\"lat\":1}},{\"id\":3}]");

        assertSucceeded(good);
        assertFailed(bad, "invalid_document_geo_field");
        assertThat(server.documents(uid)).containsOnlyKeys("1");
    }

    @Test
    void b55_custom_metadata_is_shown_with_the_task() {
        String uid = server.existingIndex("metadata");

        Reply accepted =
                server.post(
                        "/indexes/" + uid + "/documents?customMetadata=main%2F0%2F16B3748",
                        "[{\"id\":1}]");

        assertThat(accepted.text("customMetadata")).isEqualTo("main/0/16B3748");
        assertThat(server.finished(accepted).path("customMetadata").asText())
                .isEqualTo("main/0/16B3748");
    }

    private JsonNode merge(String uid, String query, String json) {
        return server.finished(server.put("/indexes/" + uid + "/documents" + query, json));
    }
}
