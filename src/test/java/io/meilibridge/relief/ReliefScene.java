package io.meilibridge.relief;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.batch.Batch;
import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.document.DocumentId;
import io.meilibridge.document.IndexUid;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.Delivery;
import io.meilibridge.meilisearch.DestinationFaults;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.IndexLane;
import io.meilibridge.meilisearch.IndexPlan;
import io.meilibridge.meilisearch.MeilisearchServer;
import io.meilibridge.meilisearch.Refusal;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.Sender;
import io.meilibridge.meilisearch.SettleWatch;
import io.meilibridge.meilisearch.Settlement;
import io.meilibridge.meilisearch.TestCircuit;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One process's life of a task with relief, before a stand-in that goes away and comes back. Its
/// batches are sent on the test's thread.
final class ReliefScene implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger SERIAL = new AtomicInteger();

    final MeilisearchStandIn meilisearch = MeilisearchStandIn.start(Options.standard());
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong skippedNanos = new AtomicLong();
    private final CheckpointStore notes;
    private final ReliefStore store;

    volatile boolean away;
    volatile boolean swaps;
    volatile boolean makesGood = true;
    final List<PipelineException> losses = new ArrayList<>();
    final List<Integer> settled = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> abandoned = Collections.synchronizedList(new ArrayList<>());
    final List<Refusal> refused = Collections.synchronizedList(new ArrayList<>());

    final ReliefSwitch allowed = new ReliefSwitch();
    final Task task = new Task("item");
    DestinationIndex destination;
    TaskRelief relief;
    private SettleWatch watch;
    private Thread settling;
    private int batches;

    ReliefScene(CheckpointStore notes, ReliefStore store) {
        this.notes = notes;
        this.store = store;
        watch = new SettleWatch(() -> {});
        destination = destination(watch);
        relief = relief();
        settling = settle(watch);
    }

    /// Another process goes on, with nothing but what is stored.
    void restart(boolean anew) {
        settling.interrupt();
        away = false;
        task.stopped = null;
        watch = new SettleWatch(() -> {});
        destination = destination(watch);
        relief = relief();
        settling = settle(watch);
        relief.begin(anew);
    }

    private DestinationIndex destination(SettleWatch of) {
        Circuit circuit =
                new Circuit(
                        new Circuit.Limits(true, 1, 1, 1, Duration.ofMinutes(1)),
                        new TestCircuit(),
                        () -> System.nanoTime() + skippedNanos.get());
        return new DestinationIndex(
                new IndexLane(new IndexUid("item"), Duration.ZERO, 100, System::nanoTime),
                new IndexPlan(new IndexUid("item"), JSON.createObjectNode(), true),
                new MeilisearchServer(of, circuit, (_, _, _) -> {}, this::answer));
    }

    private TaskRelief relief() {
        ReliefTask of =
                new ReliefTask(
                        task,
                        destination,
                        () -> swaps,
                        new ReliefTask.Sending(
                                Confirmation.INDEXED,
                                () -> "shop/slot/1/" + SERIAL.incrementAndGet(),
                                this::answer),
                        fault -> {
                            losses.add(fault);
                            if (!makesGood) {
                                task.stop(fault);
                            }
                            return makesGood;
                        });
        return new TaskRelief(
                of, store, notes, () -> "test:item:" + SERIAL.incrementAndGet(), allowed);
    }

    private Thread settle(SettleWatch of) {
        return Thread.ofVirtual()
                .start(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                        of.next().filter(_ -> !away).ifPresent(poll -> settle(of, poll));
                    }
                });
    }

    private void settle(SettleWatch of, SettleWatch.Poll poll) {
        try {
            of.answered(poll, answer(poll.request()));
        } catch (DeliveryException unanswered) {
            LockSupport.parkNanos(1);
        }
    }

    private Answer answer(Request request) {
        if (away) {
            throw DestinationFaults.unanswered(request, new ConnectException("away"));
        }
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder http =
                HttpRequest.newBuilder(URI.create(meilisearch.url() + request.path() + query));
        if (!request.contentType().isEmpty()) {
            http.header("Content-Type", request.contentType());
        }
        http.method(
                request.method().name(),
                HttpRequest.BodyPublishers.ofByteArray(request.body(), 0, request.bodyLength()));
        try {
            HttpResponse<String> answer =
                    client.send(http.build(), HttpResponse.BodyHandlers.ofString());
            return Answer.of(answer.statusCode(), answer.body());
        } catch (IOException unanswered) {
            throw DestinationFaults.unanswered(request, unanswered);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw DestinationFaults.unanswered(request, new IOException(end));
        }
    }

    /// The time in which the circuit counts goes on by that much.
    void passes(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }

    /// The circuit opens and enough time passes for relief.
    void goesAway() {
        away = true;
    }

    /// What the route does with a batch, except that it gives up when it would wait for long.
    ///
    /// @return the batch's number
    int send(DocumentChange... changes) throws InterruptedException {
        Batch batch = new Batch();
        batch.addAll(List.of(changes));
        int number = ++batches;
        Settlement settlement =
                new Settlement(
                        task,
                        batch,
                        Confirmation.INDEXED,
                        new Settlement.Outcome() {
                            @Override
                            public void settled() {
                                settled.add(number);
                            }

                            @Override
                            public void abandoned() {
                                abandoned.add(number);
                            }
                        });
        destination.lane().reserve();
        try (Delivery delivery =
                new Delivery(
                        destination,
                        settlement,
                        "id",
                        "shop/slot/1/" + SERIAL.incrementAndGet(),
                        relief::takesOver)) {
            if (relief.takes(settlement, "id", !swaps)) {
                return number;
            }
            delivery.converse(this::answer);
            while (delivery.hasSteppedAside() && !relief.tookOver(settlement, "id")) {
                delivery.converse(this::answer);
            }
        }
        return number;
    }

    /// Finds out that the server is away, which all tasks know then.
    void anotherTaskFails() throws InterruptedException {
        Batch batch = new Batch();
        batch.add(replace(0, "of another task"));
        Settlement settlement =
                new Settlement(
                        new Task("other"),
                        batch,
                        Confirmation.INDEXED,
                        new Settlement.Outcome() {
                            @Override
                            public void settled() {}

                            @Override
                            public void abandoned() {}
                        });
        destination.lane().reserve();
        try (Delivery delivery =
                new Delivery(destination, settlement, "id", "shop/slot/1/0", relief::takesOver)) {
            delivery.converse(this::answer);
        }
    }

    /// Sends what was put aside and awaits the end of it.
    void drain() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (relief.entries() > 0 && task.isSending()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(relief.entries() + " entries are left.");
            }
            passes(Duration.ofMinutes(1));
            relief.work();
        }
    }

    Map<String, JsonNode> documents() {
        return meilisearch.hasIndex("item") ? meilisearch.documents("item") : Map.of();
    }

    /// The document as text; "null" when there is none.
    String value(int id) {
        return String.valueOf(documents().get(String.valueOf(id)));
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("It did not come true.");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    static Replace replace(int id, String value) {
        return new Replace(at(), id(id), document(id, "v", value));
    }

    static Patch patch(int id, String value) {
        return new Patch(at(), id(id), document(id, "p", value));
    }

    static Delete delete(int id) {
        return new Delete(at(), id(id));
    }

    private static Position at() {
        return new Position(new Lsn(16), 0);
    }

    private static DocumentId id(int id) {
        return new DocumentId(String.valueOf(id));
    }

    private static Document document(int id, String field, String value) {
        return Document.of("{\"id\":%d,\"%s\":\"%s\"}".formatted(id, field, value));
    }

    @Override
    public void close() {
        settling.interrupt();
        client.close();
        meilisearch.close();
    }

    final class Task implements Sender {

        private final String id;
        volatile @Nullable PipelineException stopped;

        Task(String id) {
            this.id = id;
        }

        @Override
        public String task() {
            return id;
        }

        @Override
        public String idPrefix() {
            return "";
        }

        @Override
        public boolean isSending() {
            return stopped == null;
        }

        @Override
        public void stop(PipelineException fault) {
            stopped = fault;
        }

        @Override
        public void refused(Refusal refusal) {
            refused.add(refusal);
        }

        @Override
        public Duration backoff(int attempt) {
            return Duration.ofMillis(1);
        }

        /// Time passes while it waits.
        @Override
        public void retrying(PipelineException fault, Duration backoff) {
            passes(Duration.ofSeconds(10));
        }

        @Override
        public void measured(int documents, Duration taken) {}

        @Override
        public void recovered() {}
    }
}
