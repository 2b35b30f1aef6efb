package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertFailed;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Deletions of documents.
final class MeilisearchContractDeletionTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    private static final String THREE =
            "[{\"id\":1,\"c\":\"x\"},{\"id\":2,\"c\":\"y\"},{\"id\":3}]";

    @Test
    void b56_a_batch_of_ids_may_hold_unknown_ones() {
        String uid = filled();

        Reply accepted = server.post(documents(uid) + "/delete-batch", "[1,\"2\",99]");

        assertAccepted(accepted, "documentDeletion");
        JsonNode task = server.finished(accepted);
        assertSucceeded(task);
        assertDetails(task, 3, 2);
        assertThat(task.path("details").path("originalFilter").isNull()).isTrue();
        assertThat(server.documents(uid)).containsOnlyKeys("3");
    }

    @Test
    void b57_an_empty_batch_deletes_nothing_and_needs_the_index() {
        String uid = filled();
        String missing = server.index("missing");

        JsonNode task = server.finished(server.post(documents(uid) + "/delete-batch", "[]"));
        JsonNode refused = server.finished(server.post(documents(missing) + "/delete-batch", "[]"));

        assertSucceeded(task);
        assertDetails(task, 0, 0);
        assertThat(server.documents(uid)).hasSize(3);
        assertFailed(refused, "index_not_found");
    }

    @Test
    void b58_a_batch_is_an_array() {
        assertRefused(
                server.post(documents(server.index("x")) + "/delete-batch", "{\"id\":1}"),
                400,
                "bad_request");
    }

    @Test
    void b59_deleting_an_unknown_document_succeeds() {
        String uid = filled();

        JsonNode task = server.finished(server.delete(documents(uid) + "/99"));

        assertSucceeded(task);
        assertDetails(task, 1, 0);
        assertThat(server.documents(uid)).hasSize(3);
    }

    @Test
    void b60_deleting_all_documents_keeps_index_key_and_settings() {
        String uid = filled();

        JsonNode task = server.finished(server.delete(documents(uid)));

        assertSucceeded(task);
        assertThat(task.path("details").size()).isEqualTo(1);
        assertThat(task.path("details").path("deletedDocuments").asInt()).isEqualTo(3);
        assertThat(server.documents(uid)).isEmpty();
        assertThat(server.get("/indexes/" + uid).text("primaryKey")).isEqualTo("id");
        JsonNode filterable =
                server.get("/indexes/" + uid + "/settings/filterable-attributes").body();
        assertThat(filterable.get(0).asText()).isEqualTo("c");
    }

    @Test
    void b61_a_filter_needs_a_filterable_attribute() {
        String uid = filled();

        JsonNode task =
                server.finished(server.post(documents(uid) + "/delete", "{\"filter\":\"c = x\"}"));
        JsonNode refused =
                server.finished(server.post(documents(uid) + "/delete", "{\"filter\":\"id = 2\"}"));

        assertSucceeded(task);
        assertDetails(task, 0, 1);
        assertThat(task.path("details").path("originalFilter").isTextual()).isTrue();
        assertFailed(refused, "invalid_document_filter");
        assertThat(server.documents(uid)).containsOnlyKeys("2", "3");
    }

    @Test
    void b62_a_missing_or_broken_filter_is_refused() {
        String path = documents(filled()) + "/delete";

        assertRefused(server.post(path, "{}"), 400, "missing_document_filter");
        assertRefused(server.post(path, "{\"filter\":\"c = \"}"), 400, "invalid_document_filter");
        assertRefused(server.post(path, "{\"filter\":\"\"}"), 400, "invalid_document_filter");
    }

    @Test
    void b63_an_addition_and_a_later_deletion_keep_their_order() {
        String uid = server.existingIndex("order");

        server.post(documents(uid), THREE);
        Reply last = server.post(documents(uid) + "/delete-batch", "[2,3]");

        assertSucceeded(server.finished(last));
        assertThat(server.documents(uid)).containsOnlyKeys("1");
    }

    @Test
    void b64_a_deletion_and_a_later_addition_keep_their_order() {
        String uid = filled();

        server.post(documents(uid) + "/delete-batch", "[1]");
        Reply last = server.post(documents(uid), "[{\"id\":1,\"new\":true}]");

        assertSucceeded(server.finished(last));
        assertThat(server.documents(uid))
                .containsEntry("1", server.json("{\"id\":1,\"new\":true}"));
    }

    private String filled() {
        String uid = server.existingIndex("filled");
        server.finished(
                server.patch(
                        "/indexes/" + uid + "/settings", "{\"filterableAttributes\":[\"c\"]}"));
        server.add(uid, THREE);
        return uid;
    }

    private static String documents(String uid) {
        return "/indexes/" + uid + "/documents";
    }

    private static void assertDetails(JsonNode task, int provided, int deleted) {
        JsonNode details = task.path("details");
        assertThat(details.path("providedIds").asInt(-1)).isEqualTo(provided);
        assertThat(details.path("deletedDocuments").asInt(-1)).isEqualTo(deleted);
    }
}
