package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.batch.Batch;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What failed tasks leave undone is made good: the index ends as if every change but those of
/// refused documents had been applied one by one.
class MendingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Position AT = new Position(new Lsn(16), 0);
    private static final int IDS = 8;

    private final FakeSender sender = new FakeSender();
    private final Server server = new Server();
    private final IndexLane lane =
            new IndexLane(new IndexUid("item"), Duration.ZERO, 100, System::nanoTime);
    private final DestinationIndex destination =
            new DestinationIndex(
                    lane,
                    new IndexPlan(new IndexUid("item"), JSON.createObjectNode(), true),
                    new MeilisearchServer(
                            server.watch, TestCircuit.never(), (_, _, _) -> {}, server::answer));
    private final List<Integer> settled = new ArrayList<>();
    private int batches;

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void later_batches_go_with_the_failed_one() throws InterruptedException {
        server.poisons.add("2");
        server.pause();
        deliver(replace(1, "old"), replace(2, "bad"));
        deliver(replace(1, "new"));
        deliver(patch(1, "newest"));
        server.resume();

        await(() -> settled.size() == 3);
        assertThat(settled).containsExactly(1, 2, 3);
        assertThat(server.index).containsOnlyKeys("1");
        assertThat(server.index.get("1"))
                .hasToString("{\"id\":\"1\",\"v\":\"new\",\"p\":\"newest\"}");
        assertThat(sender.refused)
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.documentId()).isEqualTo("2");
                    assertThat(refusal.document()).contains("bad");
                    assertThat(refusal.fault().code()).isEqualTo(ErrorCode.DOCUMENT_REFUSED);
                });
    }

    @Test
    void a_task_that_the_server_forgot_is_sent_again_with_later_ones() throws InterruptedException {
        server.forgotten.set(1);
        server.pause();
        deliver(replace(1, "old"), replace(2, "b"));
        deliver(replace(1, "new"));
        server.resume();

        await(() -> settled.size() == 2);
        assertThat(server.index.get("1")).hasToString("{\"id\":\"1\",\"v\":\"new\"}");
        assertThat(server.index).containsOnlyKeys("1", "2");
        assertThat(sender.stopped).isNull();
        assertThat(destination.takeSuspicion()).isTrue();
    }

    @Test
    void a_task_of_our_uid_that_is_another_is_not_ours() throws InterruptedException {
        deliver(replace(1, "a"));
        await(() -> settled.size() == 1);
        server.pause();
        deliver(replace(1, "b"));
        server.startAnew();
        server.resume();

        await(() -> settled.size() == 2);
        assertThat(server.index.get("1")).hasToString("{\"id\":\"1\",\"v\":\"b\"}");
    }

    @Test
    void a_batch_is_settled_after_every_earlier_one() throws InterruptedException {
        server.failures.set(1);
        server.pause();
        deliver(replace(1, "a"));
        deliver(replace(2, "b"));
        server.resume();

        await(() -> settled.size() == 2);
        assertThat(settled).containsExactly(1, 2);
        assertThat(sender.refused).isEmpty();
    }

    @Test
    void too_many_refused_in_a_row_stop_the_task() throws InterruptedException {
        DocumentChange[] all = new DocumentChange[150];
        for (int i = 0; i < all.length; i++) {
            server.poisons.add(String.valueOf(i));
            all[i] = replace(i, "bad");
        }
        deliver(all);

        await(() -> sender.stopped != null);
        assertThat(sender.stoppedBy().code()).isEqualTo(ErrorCode.TOO_MANY_REFUSED);
        assertThat(sender.refused).hasSize(100);
        assertThat(settled).isEmpty();
    }

    @Test
    void a_defect_stops_the_task_loudly() throws InterruptedException {
        server.poisons.add("1");
        RuntimeException bug = new IllegalStateException("a defect");
        sender.bug = bug;
        deliver(replace(1, "bad"));

        await(() -> sender.stopped != null);
        assertThat(sender.stoppedBy()).hasCause(bug);
        assertThat(settled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_index_ends_as_if_each_change_had_been_applied(int seed) throws InterruptedException {
        Random random = new Random(seed);
        server.poisons.addAll(Set.of("1", "5"));
        Map<String, ObjectNode> expected = new TreeMap<>();
        int count = 40;
        for (int i = 0; i < count; i++) {
            DocumentChange[] changes = new DocumentChange[1 + random.nextInt(5)];
            for (int j = 0; j < changes.length; j++) {
                changes[j] = change(random, i + "-" + j);
                apply(changes[j], expected);
            }
            if (random.nextInt(3) == 0) {
                server.pauseFor(random.nextInt(20));
            }
            if (random.nextInt(10) == 0) {
                server.failures.set(1 + random.nextInt(2));
            }
            if (random.nextInt(10) == 0) {
                server.forgotten.set(1 + random.nextInt(2));
            }
            deliver(changes);
        }

        await(() -> settled.size() == count);
        server.poisons.forEach(expected::remove);
        assertThat(server.index).isEqualTo(expected);
        assertThat(settled).isSorted();
    }

    private static DocumentChange change(Random random, String value) {
        int id = random.nextInt(IDS);
        return switch (random.nextInt(8)) {
            case 0 -> new Delete(AT, new DocumentId(String.valueOf(id)));
            case 1, 2, 3 -> patch(id, value);
            case 4 -> random.nextInt(4) == 0 ? new DeleteAll(AT, "") : replace(id, value);
            default -> replace(id, value);
        };
    }

    private static Replace replace(int id, String value) {
        return new Replace(
                AT,
                new DocumentId(String.valueOf(id)),
                Document.of("{\"id\":\"" + id + "\",\"v\":\"" + value + "\"}"));
    }

    private static Patch patch(int id, String value) {
        return new Patch(
                AT,
                new DocumentId(String.valueOf(id)),
                Document.of("{\"id\":\"" + id + "\",\"p\":\"" + value + "\"}"));
    }

    private static void apply(DocumentChange change, Map<String, ObjectNode> index) {
        switch (change) {
            case Replace replace ->
                    index.put(replace.id().value(), parse(replace.document().json()));
            case Patch patch ->
                    index.computeIfPresent(
                            patch.id().value(),
                            (_, present) -> present.setAll(parse(patch.document().json())));
            case Delete delete -> index.remove(delete.id().value());
            case DeleteAll _ -> index.clear();
        }
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void deliver(DocumentChange... changes) throws InterruptedException {
        Batch batch = new Batch();
        batch.addAll(List.of(changes));
        int number = ++batches;
        Settlement.Outcome outcome =
                new Settlement.Outcome() {
                    @Override
                    public void settled() {
                        synchronized (settled) {
                            settled.add(number);
                        }
                    }

                    @Override
                    public void abandoned() {}
                };
        Settlement settlement = new Settlement(sender, batch, Confirmation.INDEXED, outcome);
        lane.reserve();
        try (Delivery delivery = new Delivery(destination, settlement, "id", "batch-" + number)) {
            for (Request request = delivery.next(); request != null; request = delivery.next()) {
                delivery.answered(server.answer(request));
            }
        }
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("settled %s, stopped by %s", settled, sender.stopped)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Registers writes as tasks and does them in order on a thread of its own.
    private static final class Server implements AutoCloseable {

        final Set<String> poisons = new TreeSet<>();
        final Map<String, ObjectNode> index = new TreeMap<>();
        final AtomicInteger failures = new AtomicInteger();

        /// Finished tasks that are deleted before anybody sees them.
        final AtomicInteger forgotten = new AtomicInteger();

        final SettleWatch watch = new SettleWatch(this::wake);
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Deque<Task> queue = new ArrayDeque<>();
        private final Map<Long, String> ended = new HashMap<>();
        private boolean paused;
        private long until;
        private long next;
        private String since = "first";

        private record Task(long uid, Request.Method method, boolean all, List<JsonNode> body) {}

        synchronized Answer answer(Request request) {
            if (request.method() == Request.Method.GET) {
                return Answer.of(200, "{\"uid\":\"item\",\"primaryKey\":\"id\"}");
            }
            boolean all = request.operation() == Operation.DELETE_ALL;
            queue.add(new Task(next, request.method(), all, body(request)));
            return Answer.of(
                    202, "{\"taskUid\":%d,\"enqueuedAt\":\"%s\"}".formatted(next++, since));
        }

        private static List<JsonNode> body(Request request) {
            String text =
                    new String(request.body(), 0, request.bodyLength(), StandardCharsets.UTF_8);
            List<JsonNode> nodes = new ArrayList<>();
            try {
                if (request.operation() == Operation.DELETE) {
                    JSON.readTree(text).forEach(nodes::add);
                } else {
                    for (String line : text.lines().toList()) {
                        nodes.add(JSON.readTree(line));
                    }
                }
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
            return nodes;
        }

        /// What was enqueued is lost, and its uids are those of tasks of somebody else that have
        /// succeeded.
        synchronized void startAnew() {
            queue.forEach(task -> ended.put(task.uid(), ""));
            queue.clear();
            since = "second";
        }

        synchronized void pause() {
            paused = true;
            until = System.nanoTime() + TimeUnit.DAYS.toNanos(1);
        }

        /// From now on, and by itself no longer than that: who delivers may have to wait for it.
        synchronized void pauseFor(long millis) {
            paused = true;
            until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }

        void resume() {
            synchronized (this) {
                paused = false;
            }
            wake();
        }

        private void wake() {
            if (!thread.isShutdown()) {
                thread.execute(this::work);
            }
        }

        private void work() {
            SettleWatch.Poll poll = watch.next().orElse(null);
            if (poll == null) {
                return;
            }
            watch.answered(poll, Answer.of(200, "{\"results\":[" + views(poll) + "]}"));
            if (!watch.isIdle()) {
                LockSupport.parkNanos(1_000_000);
                wake();
            }
        }

        private synchronized String views(SettleWatch.Poll poll) {
            paused = paused && System.nanoTime() - until < 0;
            while (!paused && !queue.isEmpty()) {
                Task task = queue.remove();
                ended.put(task.uid(), run(task));
            }
            List<String> views = new ArrayList<>();
            for (long uid : poll.uids()) {
                String error = ended.get(uid);
                if (error != null && forgotten.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    continue;
                }
                String status =
                        error == null ? "enqueued" : error.isEmpty() ? "succeeded" : "failed";
                views.add(
                        "{\"uid\":%d,\"enqueuedAt\":\"%s\",\"status\":\"%s\",\"error\":{\"code\":\"%s\"}}"
                                .formatted(uid, since, status, error == null ? "" : error));
            }
            return String.join(",", views);
        }

        /// @return the code of its error; empty when there is none
        private String run(Task task) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return "internal";
            }
            if (task.all()) {
                index.clear();
                return "";
            }
            Set<String> ids = new HashSet<>();
            task.body().forEach(node -> ids.add(node.path("id").asText()));
            if (ids.stream().anyMatch(poisons::contains)) {
                return "invalid_document_geo_field";
            }
            for (JsonNode node : task.body()) {
                if (node.isTextual()) {
                    index.remove(node.textValue());
                } else if (task.method() == Request.Method.PUT) {
                    index.computeIfPresent(
                            node.path("id").asText(),
                            (_, present) -> present.setAll((ObjectNode) node));
                } else {
                    index.put(node.path("id").asText(), (ObjectNode) node);
                }
            }
            return "";
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
