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

/// Swaps of indexes.
final class MeilisearchContractSwapTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b74_a_swap_exchanges_contents_keys_and_older_tasks() {
        String left = server.index("left");
        String right = server.index("right");
        JsonNode ofLeft = server.add(left, "[{\"left_id\":1}]");
        JsonNode ofRight = server.add(right, "[{\"right_id\":1},{\"right_id\":2}]");

        Reply accepted = swap(left, right, "");

        assertAccepted(accepted, "indexSwap");
        assertThat(accepted.body().path("indexUid").isNull()).isTrue();
        JsonNode task = server.finished(accepted);
        assertSucceeded(task);
        assertThat(task.path("details").path("swaps").get(0).path("indexes").size()).isEqualTo(2);
        assertThat(server.get("/indexes/" + left).text("primaryKey")).isEqualTo("right_id");
        assertThat(total(left)).isEqualTo(2);
        assertThat(total(right)).isEqualTo(1);
        assertThat(indexOf(ofLeft)).isEqualTo(right);
        assertThat(indexOf(ofRight)).isEqualTo(left);
    }

    @Test
    void b75_a_swap_needs_both_indexes_and_each_only_once() {
        String there = server.existingIndex("there");
        String missing = server.index("missing");

        assertFailed(server.finished(swap(there, missing, "")), "index_not_found");
        assertRefused(swap(there, there, ""), 400, "invalid_swap_duplicate_index_found");
        assertRefused(
                server.post("/swap-indexes", "[{\"indexes\":[\"a\"]}]"),
                400,
                "invalid_swap_indexes");
        assertRefused(server.post("/swap-indexes", "[{}]"), 400, "missing_swap_indexes");
        assertRefused(swap(there, missing, ",\"rename\":1"), 400, "invalid_swap_rename");
        assertRefused(server.post("/swap-indexes", "{}"), 400, "bad_request");
    }

    @Test
    void b76_a_renaming_swap_needs_a_free_name() {
        String old = server.existingIndex("old");
        String taken = server.existingIndex("taken");
        String free = server.index("free");
        server.add(old, "[{\"id\":1}]");

        JsonNode refused = server.finished(swap(old, taken, ",\"rename\":true"));
        JsonNode moved = server.finished(swap(old, free, ",\"rename\":true"));

        assertFailed(refused, "index_already_exists");
        assertSucceeded(moved);
        assertThat(total(free)).isEqualTo(1);
        assertRefused(server.get("/indexes/" + old), 404, "index_not_found");
    }

    private Reply swap(String left, String right, String more) {
        return server.post(
                "/swap-indexes", "[{\"indexes\":[\"%s\",\"%s\"]%s}]".formatted(left, right, more));
    }

    private int total(String uid) {
        return server.get("/indexes/" + uid + "/documents").body().path("total").asInt(-1);
    }

    private String indexOf(JsonNode task) {
        return server.get("/tasks/" + task.path("uid").asText()).text("indexUid");
    }
}
