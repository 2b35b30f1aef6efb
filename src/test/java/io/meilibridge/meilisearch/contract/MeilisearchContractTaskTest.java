package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertSucceeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks as they are read, canceled and deleted.
final class MeilisearchContractTaskTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.ANY);

    @Test
    void b68_a_succeeded_task_tells_when_and_how_long() {
        String uid = server.existingIndex("view");

        JsonNode task = server.add(uid, "[{\"id\":1}]");

        assertSucceeded(task);
        assertThat(task.path("canceledBy").isNull()).isTrue();
        assertThat(task.path("batchUid").isIntegralNumber()).isTrue();
        Instant enqueued = Instant.parse(task.path("enqueuedAt").asText());
        Instant started = Instant.parse(task.path("startedAt").asText());
        Instant finished = Instant.parse(task.path("finishedAt").asText());
        assertThat(started).isAfterOrEqualTo(enqueued);
        assertThat(finished).isAfterOrEqualTo(started);
        assertThat(Duration.parse(task.path("duration").asText()))
                .isEqualTo(Duration.between(started, finished));
    }

    @Test
    void b69_tasks_are_listed_newest_first_in_pages() {
        String uid = server.index("pages");
        List<Integer> uids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Reply accepted = server.post("/indexes/" + uid + "/documents", "[{\"id\":1}]");
            uids.add(accepted.body().path("taskUid").asInt());
        }

        JsonNode first = tasks(uid, "limit=3");
        JsonNode last = tasks(uid, "limit=3&from=" + uids.get(1));
        JsonNode reversed = tasks(uid, "limit=2&reverse=true");

        assertThat(shown(first)).containsExactly(uids.get(9), uids.get(8), uids.get(7));
        assertThat(first.path("next").asInt()).isEqualTo(uids.get(6));
        assertThat(first.path("from").asInt()).isEqualTo(uids.get(9));
        assertThat(first.path("limit").asInt()).isEqualTo(3);
        assertThat(first.path("total").asInt()).isEqualTo(10);
        assertThat(shown(last)).containsExactly(uids.get(1), uids.get(0));
        assertThat(last.path("next").isNull()).isTrue();
        assertThat(shown(reversed)).containsExactly(uids.get(0), uids.get(1));
    }

    @Test
    void b69_tasks_are_filtered_by_uids_statuses_types_and_indexes() {
        String uid = server.index("filters");
        String other = server.index("other");
        int good = number(server.add(uid, "[{\"id\":1}]"));
        int bad = number(server.add(uid, "[{\"id\":\"not good\"}]"));
        server.add(other, "[{\"id\":1}]");

        assertThat(shown(tasks(uid, "statuses=failed,canceled"))).containsExactly(bad);
        assertThat(shown(tasks(uid, "statuses=Succeeded"))).containsExactly(good);
        assertThat(shown(tasks(uid, "types=documentadditionorupdate"))).containsExactly(bad, good);
        assertThat(shown(tasks(uid, "types=indexSwap"))).isEmpty();
        assertThat(shown(server.get("/tasks?uids=" + good + "," + bad).body()))
                .containsExactly(bad, good);
        assertThat(shown(tasks(uid, "beforeEnqueuedAt=2020-01-01"))).isEmpty();
        assertThat(shown(tasks(uid, "afterEnqueuedAt=2020-01-01T00:00:00Z"))).hasSize(2);
    }

    @Test
    void b70_bad_filters_are_refused() {
        assertRefused(server.get("/tasks?statuses=nope"), 400, "invalid_task_statuses");
        assertRefused(server.get("/tasks?types=nope"), 400, "invalid_task_types");
        assertRefused(server.get("/tasks?uids=nope"), 400, "invalid_task_uids");
        assertRefused(server.get("/tasks?limit=nope"), 400, "invalid_task_limit");
        assertRefused(server.get("/tasks?from=nope"), 400, "invalid_task_from");
        assertRefused(server.get("/tasks?unknown=1"), 400, "bad_request");
    }

    @Test
    void b71_an_unknown_task_is_not_found() {
        assertRefused(server.get("/tasks/4000000000"), 404, "task_not_found");
        assertRefused(server.get("/tasks/abc"), 400, "invalid_task_uids");
    }

    @Test
    void b72_canceling_needs_a_filter() {
        byte[] nothing = {};
        Reply refused = server.send("POST", "/tasks/cancel", null, nothing);
        Reply accepted =
                server.send(
                        "POST", "/tasks/cancel?indexUids=" + server.index("none"), null, nothing);

        assertRefused(refused, 400, "missing_task_filters");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.text("type")).isEqualTo("taskCancelation");
        assertSucceeded(server.finished(accepted));
    }

    @Test
    void b73_a_finished_task_is_not_canceled() {
        String uid = server.existingIndex("cancel");
        int finished = number(server.add(uid, "[{\"id\":1}]"));
        byte[] nothing = {};

        JsonNode task =
                server.finished(
                        server.send("POST", "/tasks/cancel?uids=" + finished, null, nothing));

        assertSucceeded(task);
        assertThat(task.path("details").path("matchedTasks").asInt(-1)).isEqualTo(1);
        assertThat(task.path("details").path("canceledTasks").asInt(-1)).isZero();
        assertThat(task.path("details").path("originalFilter").asText())
                .isEqualTo("?uids=" + finished);
    }

    @Test
    void b73_a_deleted_task_is_not_found() {
        String uid = server.existingIndex("delete");
        int finished = number(server.add(uid, "[{\"id\":1}]"));

        Reply accepted = server.delete("/tasks?uids=" + finished);

        assertThat(accepted.status()).isEqualTo(200);
        JsonNode task = server.finished(accepted);
        assertSucceeded(task);
        assertThat(task.path("details").path("deletedTasks").asInt(-1)).isEqualTo(1);
        assertRefused(server.get("/tasks/" + finished), 404, "task_not_found");
        assertRefused(server.delete("/tasks"), 400, "missing_task_filters");
    }

    private JsonNode tasks(String uid, String query) {
        return server.get("/tasks?indexUids=" + uid + "&" + query).body();
    }

    private static int number(JsonNode task) {
        return task.path("uid").asInt();
    }

    private static List<Integer> shown(JsonNode page) {
        List<Integer> uids = new ArrayList<>();
        page.path("results").forEach(task -> uids.add(number(task)));
        return uids;
    }
}
