package io.meilibridge.dev.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.schedule.FinishedTask;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What tests do to the stand-in besides requests; its answers are the contract suite's matter.
final class MeilisearchStandInTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String DOCUMENTS = "/indexes/a/documents?primaryKey=id";

    private final MeilisearchStandIn server = MeilisearchStandIn.start(Options.standard());
    private final StandInClient client = new StandInClient(server.url());

    @BeforeEach
    void create() throws Exception {
        client.post("/indexes", "{\"uid\":\"a\",\"primaryKey\":\"id\"}");
        settle();
        server.clearRequests();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void a_paused_scheduler_takes_requests_and_merges_them_later() throws Exception {
        server.scheduler().pause();
        JsonNode first = client.post(DOCUMENTS, "[{\"id\":1},{\"id\":2}]");
        JsonNode second = client.post("/indexes/a/documents/delete-batch", "[2]");
        JsonNode waiting = client.task(first);
        server.scheduler().resume();
        settle();

        assertThat(waiting.path("status").asText()).isEqualTo("enqueued");
        assertThat(client.task(first).path("batchUid"))
                .isEqualTo(client.task(second).path("batchUid"));
        assertThat(server.documents("a")).containsOnlyKeys("1");
    }

    @Test
    void additions_and_settings_do_not_share_a_batch() throws Exception {
        server.scheduler().pause();
        JsonNode first = client.post(DOCUMENTS, "[{\"id\":1}]");
        JsonNode settings = client.send("PATCH", "/indexes/a/settings", "{\"stopWords\":[\"a\"]}");
        JsonNode second = client.post(DOCUMENTS, "[{\"id\":2}]");
        server.scheduler().resume();
        settle();

        List<Integer> batches = new ArrayList<>();
        for (JsonNode accepted : List.of(first, settings, second)) {
            batches.add(client.task(accepted).path("batchUid").asInt());
        }
        assertThat(batches).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_clear_swallows_the_additions_before_it() throws Exception {
        server.scheduler().pause();
        JsonNode addition = client.post(DOCUMENTS, "[{\"id\":1}]");
        JsonNode clear = client.send("DELETE", "/indexes/a/documents", "");
        server.scheduler().resume();
        settle();

        assertThat(status(addition)).isEqualTo("succeeded");
        assertThat(client.task(addition).path("details").path("indexedDocuments").isNull())
                .isTrue();
        assertThat(status(clear)).isEqualTo("succeeded");
        assertThat(server.count("a")).isZero();
    }

    @Test
    void a_document_asked_to_fail_fails_its_task_or_its_whole_batch() throws Exception {
        server.faults().failDocument("bad", "invalid_document_id", Faults.Scope.TASK);
        server.faults().failDocument("worse", "internal", Faults.Scope.BATCH);

        List<String> ofTask = statusesOfOneBatch("[{\"id\":\"bad\"}]", "[{\"id\":1}]");
        List<String> ofBatch = statusesOfOneBatch("[{\"id\":\"worse\"}]", "[{\"id\":2}]");
        server.faults().clear();
        List<String> healed = statusesOfOneBatch("[{\"id\":\"worse\"}]", "[{\"id\":2}]");

        assertThat(ofTask).containsExactly("failed", "succeeded");
        assertThat(ofBatch).containsExactly("failed", "failed");
        assertThat(healed).containsExactly("succeeded", "succeeded");
        assertThat(server.documents("a")).containsOnlyKeys("1", "worse", "2");
    }

    @Test
    void values_that_break_the_indexer_fail_the_whole_batch() throws Exception {
        String deep = "[".repeat(200) + "]".repeat(200);
        for (String value : List.of("1e400", "\"\\ud800\"", deep)) {
            List<String> statuses =
                    statusesOfOneBatch("[{\"id\":1}]", "[{\"id\":2,\"v\":" + value + "}]");

            assertThat(statuses).containsExactly("failed", "failed");
        }
        assertThat(
                        statusesOfOneBatch(
                                "[{\"id\":1,\"v\":1e300}]",
                                "[{\"id\":2,\"v\":\"\\ud83d\\ude00\"}]"))
                .containsExactly("succeeded", "succeeded");
    }

    @Test
    void batches_asked_to_fail_fail_so_many_times() throws Exception {
        server.faults().failBatches(1, "no_space_left_on_device");
        JsonNode first = client.post(DOCUMENTS, "[{\"id\":1}]");
        settle();
        JsonNode second = client.post(DOCUMENTS, "[{\"id\":1}]");
        settle();

        assertThat(client.task(first).path("error").path("code").asText())
                .isEqualTo("no_space_left_on_device");
        assertThat(status(second)).isEqualTo("succeeded");
    }

    @Test
    void requests_are_refused_as_asked() throws Exception {
        server.faults().onNextWrite(Fault.noSpaceLeft());
        server.faults().onNextWrite(Fault.unavailable(7));
        HttpResponse<String> full = client.exchange("POST", DOCUMENTS, "[{\"id\":1}]");
        HttpResponse<String> busy = client.exchange("POST", DOCUMENTS, "[{\"id\":1}]");
        HttpResponse<String> well = client.exchange("POST", DOCUMENTS, "[{\"id\":1}]");

        assertThat(full.statusCode()).isEqualTo(422);
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(well.statusCode()).isEqualTo(202);
        assertThat(server.requests())
                .extracting(ReceivedRequest::status)
                .containsExactly(422, 503, 202);
    }

    @Test
    void a_reset_comes_before_or_after_the_registration() throws Exception {
        server.faults()
                .on((method, path) -> path.endsWith("/1"), 10, new Fault.ResetBeforeRegistration());
        server.faults()
                .on((method, path) -> path.endsWith("/2"), 10, new Fault.ResetAfterRegistration());
        client.post(DOCUMENTS, "[{\"id\":1},{\"id\":2}]");
        settle();

        assertThatThrownBy(() -> client.send("PUT", "/indexes/a/documents/1", "{}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.send("DELETE", "/indexes/a/documents/2", ""))
                .isInstanceOf(IOException.class);
        settle();

        assertThat(server.documents("a")).containsOnlyKeys("1");
    }

    @Test
    void a_held_request_is_registered_when_its_gate_opens() throws Exception {
        Gate gate = new Gate();
        server.faults().onNextWrite(new Fault.Hold(gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> late =
                    threads.submit(() -> client.post(DOCUMENTS, "[{\"id\":1,\"v\":\"old\"}]"));
            assertThat(gate.awaitArrival(LIMIT)).isTrue();
            client.post(DOCUMENTS, "[{\"id\":1,\"v\":\"new\"}]");
            settle();
            gate.open();
            assertThat(late.get().path("status").asText()).isEqualTo("enqueued");
        }
        settle();

        assertThat(server.documents("a").toString()).contains("old");
    }

    @Test
    void a_waiting_task_is_canceled_and_a_running_batch_aborted() throws Exception {
        server.scheduler().delayPerBatch(Duration.ofHours(1));
        JsonNode running = client.post(DOCUMENTS, "[{\"id\":1}]");
        awaitProcessing(running);
        server.scheduler().delayPerBatch(Duration.ZERO);
        JsonNode cancelation =
                client.post("/tasks/cancel?uids=" + running.path("taskUid").asInt(), "");
        settle();

        JsonNode task = client.task(running);
        assertThat(task.path("status").asText()).isEqualTo("canceled");
        assertThat(task.path("canceledBy")).isEqualTo(cancelation.path("taskUid"));
        assertThat(task.path("details").path("indexedDocuments").asInt(-1)).isZero();
        assertThat(server.count("a")).isZero();
    }

    @Test
    void finished_tasks_are_told_in_order_before_clients_see_them() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        server.scheduler().onFinished(task -> told.add(String.valueOf(task.customMetadata())));
        server.scheduler().onFinished(task -> seen.add(statusOf(task)));
        for (int i = 0; i < 5; i++) {
            client.post(DOCUMENTS + "&customMetadata=m" + i, "[{\"id\":1}]");
        }
        settle();

        assertThat(told).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(seen).containsOnly("processing");
        assertThat(server.requests())
                .extracting(ReceivedRequest::customMetadata)
                .contains("m0", "m4");
        assertThat(server.requests()).extracting(ReceivedRequest::documents).contains(1);
    }

    @Test
    void lost_data_is_gone_and_tasks_count_from_zero() throws Exception {
        client.post(DOCUMENTS, "[{\"id\":1}]");
        settle();
        server.loseData();

        assertThat(server.hasIndex("a")).isFalse();
        assertThat(client.get("/tasks").path("total").asInt()).isZero();
        assertThat(client.post(DOCUMENTS, "[{\"id\":1}]").path("taskUid").asInt(-1)).isZero();
        settle();
        assertThat(server.count("a")).isEqualTo(1);
    }

    @Test
    void forgotten_tasks_are_not_found_and_uids_go_on() throws Exception {
        JsonNode known = client.post(DOCUMENTS, "[{\"id\":1}]");
        settle();
        server.forgetTasks();

        assertThat(client.task(known).path("code").asText()).isEqualTo("task_not_found");
        assertThat(client.post(DOCUMENTS, "[{\"id\":1}]").path("taskUid").asInt())
                .isGreaterThan(known.path("taskUid").asInt());
    }

    @Test
    void the_oldest_tasks_are_deleted_when_there_are_too_many() throws Exception {
        try (MeilisearchStandIn small =
                        MeilisearchStandIn.start(Options.standard().withTasksKeptMax(20));
                StandInClient other = new StandInClient(small.url())) {
            for (int i = 0; i < 40; i++) {
                other.post(DOCUMENTS, "[{\"id\":1}]");
                assertThat(small.scheduler().awaitIdle(LIMIT)).isTrue();
            }

            assertThat(other.get("/tasks/0").path("code").asText()).isEqualTo("task_not_found");
            assertThat(other.get("/tasks?limit=100").path("total").asInt()).isLessThan(23);
        }
    }

    private List<String> statusesOfOneBatch(String... payloads) throws Exception {
        server.scheduler().pause();
        List<JsonNode> accepted = new ArrayList<>();
        for (String payload : payloads) {
            accepted.add(client.post(DOCUMENTS, payload));
        }
        server.scheduler().resume();
        settle();
        List<String> statuses = new ArrayList<>();
        for (JsonNode one : accepted) {
            statuses.add(status(one));
        }
        return statuses;
    }

    private void awaitProcessing(JsonNode accepted) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!status(accepted).equals("processing")) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private String status(JsonNode accepted) throws Exception {
        return client.task(accepted).path("status").asText();
    }

    private String statusOf(FinishedTask task) {
        try {
            return client.get("/tasks/" + task.uid()).path("status").asText();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private void settle() throws InterruptedException {
        assertThat(server.scheduler().awaitIdle(LIMIT)).isTrue();
    }
}
