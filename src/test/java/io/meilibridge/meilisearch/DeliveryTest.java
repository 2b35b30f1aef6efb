package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.batch.Batch;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.DeleteAll;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Position AT = new Position(new Lsn(16), 0);

    private final IndexUid index = new IndexUid("products");
    private final FakeSender sender = new FakeSender();
    private final SettleWatch watch = new SettleWatch(() -> {});
    private final IndexLane lane = new IndexLane(index, Duration.ZERO, 100, System::nanoTime);
    private final List<String> ends = new ArrayList<>();
    private final Batch batch = new Batch();
    private Circuit circuit = TestCircuit.never();
    private final ObjectNode settings = JSON.createObjectNode();
    private Confirmation confirmation = Confirmation.INDEXED;
    private int taskUid;

    private Delivery delivery() {
        lane.reserve();
        DestinationIndex destination =
                new DestinationIndex(
                        lane,
                        new IndexPlan(index, settings, true),
                        new MeilisearchServer(
                                watch, circuit, (_, _, _) -> {}, _ -> Answer.of(500, "")));
        Settlement.Outcome outcome =
                new Settlement.Outcome() {
                    @Override
                    public void settled() {
                        ends.add("settled");
                    }

                    @Override
                    public void abandoned() {
                        ends.add("abandoned");
                    }
                };
        return new Delivery(
                destination, new Settlement(sender, batch, confirmation, outcome), "id", "m/1");
    }

    private static Replace replace(int id) {
        return new Replace(
                AT, new DocumentId(String.valueOf(id)), Document.of("{\"id\":" + id + "}"));
    }

    private Answer accepted() {
        return Answer.of(202, "{\"taskUid\":" + taskUid++ + ",\"status\":\"enqueued\"}");
    }

    private static String line(@Nullable Request request) {
        return request == null
                ? "end"
                : request.method()
                        + " "
                        + request.path()
                        + "?"
                        + request.query()
                        + " "
                        + body(request);
    }

    private static String body(Request request) {
        return new String(request.body(), 0, request.bodyLength(), StandardCharsets.UTF_8)
                .replace("\n", "|");
    }

    /// Answers the look at the index: it is there.
    private static Delivery ready(Delivery delivery) throws InterruptedException {
        assertThat(line(delivery.next())).startsWith("GET /indexes/products?");
        delivery.answered(Answer.of(200, "{\"uid\":\"products\",\"primaryKey\":\"id\"}"));
        return delivery;
    }

    private void finish(String status) {
        while (!watch.isIdle()) {
            SettleWatch.Poll poll = watch.next().orElseThrow();
            StringBuilder results = new StringBuilder();
            for (long uid : poll.uids()) {
                results.append(results.isEmpty() ? "" : ",")
                        .append(
                                "{\"uid\":%d,\"status\":\"%s\",\"batchUid\":1,"
                                        .formatted(uid, status))
                        .append("\"startedAt\":\"2026-01-01T00:00:00Z\",")
                        .append("\"finishedAt\":\"2026-01-01T00:00:00.5Z\",")
                        .append("\"error\":{\"code\":\"index_not_accessible\"}}");
            }
            watch.answered(poll, Answer.of(200, "{\"results\":[" + results + "]}"));
        }
    }

    @Test
    void what_may_not_be_sent_now_waits() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            sender.asked = 0;
            sender.asksBeforeLeave = 3;
            assertThat(line(delivery.next())).startsWith("POST /indexes/products/documents?");
            assertThat(sender.asked).isGreaterThan(3);
            delivery.answered(accepted());
            assertThat(delivery.next()).isNull();
        }
        finish("succeeded");
        assertThat(ends).containsExactly("settled");
    }

    @Test
    void a_batch_is_at_most_three_requests_with_disjoint_ids() throws InterruptedException {
        batch.add(replace(1));
        batch.add(new Patch(AT, new DocumentId("2"), Document.of("{\"id\":2,\"a\":1}")));
        batch.add(new Delete(AT, new DocumentId("3")));

        List<String> lines = new ArrayList<>();
        try (Delivery delivery = ready(delivery())) {
            for (Request next = delivery.next(); next != null; next = delivery.next()) {
                lines.add(line(next));
                delivery.answered(accepted());
            }
        }

        assertThat(lines)
                .containsExactly(
                        "POST /indexes/products/documents?primaryKey=id&customMetadata=m%2F1%2F1"
                                + " {\"id\":1}|",
                        "PUT /indexes/products/documents?primaryKey=id&customMetadata=m%2F1%2F2"
                                + "&skipCreation=true {\"id\":2,\"a\":1}|",
                        "POST /indexes/products/documents/delete-batch?customMetadata=m%2F1%2F3"
                                + " [\"3\"]");
        assertThat(ends).isEmpty();
        finish("succeeded");
        assertThat(ends).containsExactly("settled");
        assertThat(sender.measured).containsExactly(3, 3, 3);
    }

    @Test
    void an_index_is_created_with_key_and_settings_before_the_first_document() throws Exception {
        settings.putArray("filterableAttributes").add("price");
        batch.add(replace(1));
        Thread finisher =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                finish("succeeded");
                                Thread.onSpinWait();
                            }
                        });
        List<String> lines = new ArrayList<>();
        try (Delivery delivery = delivery()) {
            lines.add(line(delivery.next()));
            delivery.answered(Answer.of(404, "{\"code\":\"index_not_found\"}"));
            lines.add(line(delivery.next()));
            delivery.answered(accepted());
            lines.add(line(delivery.next()));
            delivery.answered(Answer.of(200, "{\"filterableAttributes\":[]}"));
            lines.add(line(delivery.next()));
            delivery.answered(accepted());
            lines.add(line(delivery.next()));
        } finally {
            finisher.interrupt();
            finisher.join();
        }

        assertThat(lines)
                .containsExactly(
                        "GET /indexes/products? ",
                        "POST /indexes? {\"uid\":\"products\",\"primaryKey\":\"id\"}",
                        "GET /indexes/products/settings? ",
                        "PATCH /indexes/products/settings? {\"filterableAttributes\":[\"price\"]}",
                        "POST /indexes/products/documents?primaryKey=id&customMetadata=m%2F1%2F1"
                                + " {\"id\":1}|");
    }

    @Test
    void a_request_without_an_answer_is_given_again() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            String first = line(delivery.next());
            delivery.unanswered(new IOException("reset"));
            assertThat(line(delivery.next())).isEqualTo(first);
            delivery.answered(Answer.of(503, ""));
            assertThat(line(delivery.next())).isEqualTo(first);
            delivery.answered(Answer.of(202, "<html>"));
            assertThat(line(delivery.next())).isEqualTo(first);
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(sender.retries)
                .extracting(io.meilibridge.fault.PipelineException::code)
                .containsExactly(
                        ErrorCode.DESTINATION_UNREACHABLE,
                        ErrorCode.DESTINATION_BUSY,
                        ErrorCode.DESTINATION_BUSY);
        assertThat(sender.stopped).isNull();
    }

    @Test
    void a_request_that_is_too_large_is_halved_down_to_single_documents()
            throws InterruptedException {
        for (int id = 0; id < 3; id++) {
            batch.add(replace(id));
        }
        List<Integer> sizes = new ArrayList<>();
        try (Delivery delivery = ready(delivery())) {
            for (Request next = delivery.next(); next != null; next = delivery.next()) {
                sizes.add(next.documents());
                delivery.answered(next.documents() > 1 ? Answer.of(413, "{}") : accepted());
            }
        }
        assertThat(sizes).containsExactly(3, 1, 2, 1, 1);
        finish("succeeded");
        assertThat(ends).containsExactly("settled");
    }

    @Test
    void a_document_that_is_too_large_alone_stops_the_task() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(Answer.of(413, "{}"));
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        assertThat(ends).containsExactly("abandoned");
    }

    @Test
    void a_refused_key_stops_the_task_and_the_changes_are_abandoned_once()
            throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(Answer.of(403, "{\"code\":\"invalid_api_key\"}"));
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.DESTINATION_REFUSED_KEY);
        assertThat(ends).containsExactly("abandoned");
    }

    @Test
    void a_failed_task_stops_the_sync_task_and_nothing_is_settled() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        finish("failed");
        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.TASK_FAILED);
        assertThat(sender.stopped).hasMessageContaining("m/1");
        assertThat(ends).containsExactly("abandoned");
    }

    @Test
    void a_batch_confirmed_when_enqueued_is_settled_at_once_and_its_tasks_are_watched_on()
            throws InterruptedException {
        confirmation = Confirmation.ENQUEUED;
        batch.add(replace(1));
        batch.add(new Delete(AT, new DocumentId("2")));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(accepted());
            finish("succeeded");
            assertThat(ends).as("half of it is not accepted").isEmpty();
            delivery.next();
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(ends).containsExactly("settled");
        assertThat(sender.stopped).isNull();

        finish("failed");

        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.TASK_FAILED);
        assertThat(sender.stoppedBy().hint()).contains("do not come again");
        assertThat(ends).containsExactly("settled");
    }

    @Test
    void a_task_that_the_server_forgot_stays_accepted_where_that_is_enough()
            throws InterruptedException {
        confirmation = Confirmation.ENQUEUED;
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        watch.answered(watch.next().orElseThrow(), Answer.of(200, "{\"results\":[]}"));

        assertThat(sender.stopped).isNull();
        assertThat(ends).containsExactly("settled");
    }

    @Test
    void a_preparation_that_the_server_forgot_is_made_again() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = delivery()) {
            delivery.next();
            delivery.answered(Answer.of(404, "{\"code\":\"index_not_found\"}"));
            assertThat(line(delivery.next())).startsWith("POST /indexes?");
            Thread forgetting =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (watch.isIdle()) {
                                    Thread.onSpinWait();
                                }
                                watch.answered(
                                        watch.next().orElseThrow(),
                                        Answer.of(200, "{\"results\":[]}"));
                            });
            delivery.answered(accepted());
            forgetting.join();

            assertThat(line(delivery.next())).startsWith("GET /indexes/products?");
        }
        assertThat(sender.retries)
                .extracting(fault -> fault.code())
                .containsExactly(ErrorCode.TASK_UNKNOWN);
        assertThat(sender.stopped).isNull();
    }

    @Test
    void an_open_circuit_holds_a_delivery_and_the_probe_lets_it_go() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        circuit =
                new Circuit(
                        new Circuit.Limits(true, 1, 100, 2, Duration.ofSeconds(60)),
                        new TestCircuit(),
                        nanos::get);
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(Answer.of(503, ""));
            delivery.next();
            delivery.unanswered(new IOException("reset"));
            assertThat(circuit.isHeld()).isTrue();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(delivery.next()).isNotNull();
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(circuit.isHeld()).isFalse();
        assertThat(sender.stopped).isNull();
    }

    @Test
    void what_a_server_refuses_for_good_opens_no_circuit() throws InterruptedException {
        circuit =
                new Circuit(
                        new Circuit.Limits(true, 1, 1, 1, Duration.ofSeconds(60)),
                        new TestCircuit(),
                        System::nanoTime);
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(Answer.of(413, ""));
            delivery.next();
        }
        assertThat(circuit.isClosed()).isTrue();
    }

    @Test
    void an_index_with_another_primary_key_stops_the_task() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = delivery()) {
            delivery.next();
            delivery.answered(Answer.of(200, "{\"primaryKey\":\"sku\"}"));
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.INDEX_KEY_DIFFERS);
    }

    @Test
    void a_delete_all_of_a_shared_index_deletes_the_ids_of_its_prefix_page_by_page()
            throws InterruptedException {
        batch.add(new DeleteAll(AT, "a__"));
        List<String> lines = new ArrayList<>();
        try (Delivery delivery = ready(delivery())) {
            lines.add(line(delivery.next()));
            StringBuilder page = new StringBuilder();
            for (int i = 0; i < PieceRequests.PAGE; i++) {
                page.append(i == 0 ? "" : ",")
                        .append("{\"id\":\"" + (i == 7 ? "a__7" : "b__" + i) + "\"}");
            }
            delivery.answered(Answer.of(200, "{\"results\":[" + page + "]}"));
            lines.add(line(delivery.next()));
            delivery.answered(accepted());
            finish("succeeded");
            lines.add(line(delivery.next()));
            delivery.answered(Answer.of(200, "{\"results\":[{\"id\":\"b__z\"}]}"));
            lines.add(line(delivery.next()));
        }
        assertThat(lines)
                .containsExactly(
                        "GET /indexes/products/documents?fields=id&limit=1000&offset=0 ",
                        "POST /indexes/products/documents/delete-batch?customMetadata=m%2F1%2F2"
                                + " [\"a__7\"]",
                        "GET /indexes/products/documents?fields=id&limit=1000&offset=999 ",
                        "end");
        assertThat(ends).containsExactly("settled");
    }

    @Test
    void a_poll_that_is_not_a_list_of_tasks_changes_nothing() throws InterruptedException {
        batch.add(replace(1));
        try (Delivery delivery = ready(delivery())) {
            delivery.next();
            delivery.answered(accepted());
            assertThat(line(delivery.next())).isEqualTo("end");
        }
        SettleWatch.Poll poll = watch.next().orElseThrow();
        for (Answer answer : List.of(Answer.of(502, ""), Answer.of(200, "<html>"))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> watch.answered(poll, answer))
                    .isInstanceOf(io.meilibridge.fault.DeliveryException.class);
        }
        assertThat(watch.openCount()).isEqualTo(1);
        assertThat(ends).isEmpty();
    }
}
