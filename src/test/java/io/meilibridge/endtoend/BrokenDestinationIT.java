package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Fault;
import io.meilibridge.dev.meilisearch.Gate;
import io.meilibridge.proxy.TcpProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What lies between MeiliBridge and Meilisearch breaks, or Meilisearch itself is sick: documents
/// end as their rows are, nobody has to help, nothing becomes a dead letter, and the slot holds
/// nothing back afterwards.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenDestinationIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int TROUBLES = 3;

    private Scene scene;
    private TcpProxy proxy;
    private RunningScene running;
    private int round;

    @BeforeAll
    void start() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "broken_destination");
        scene.sql("CREATE TABLE item (id int PRIMARY KEY, name text)");
        scene.configure(
                """
                sync_tasks: [ { id: item, table: item } ]
                error_handling: { retry: { max_backoff_ms: 500 } }
                """);
        proxy = TcpProxy.before(scene.meilisearch().port());
        Configurations.replace(
                scene,
                "meilisearch: { url: \"" + scene.meilisearch().url() + "\"",
                "meilisearch: { timeout: 2, url: \"http://127.0.0.1:" + proxy.port() + "\"");
        running = RunningScene.of(scene, scene.startStreaming());
    }

    @AfterAll
    void end() throws Exception {
        running.bridge().close();
        proxy.close();
        running.close();
    }

    @AfterEach
    void mend() {
        proxy.pass();
        scene.meilisearch().faults().clear();
        scene.meilisearch().scheduler().delayPerBatch(Duration.ZERO);
        scene.meilisearch().scheduler().resume();
    }

    @Test
    void what_is_cut_is_sent_again() throws Exception {
        write();
        proxy.cut();
        write();
        arrives();
    }

    @Test
    void a_server_that_nobody_reaches_is_waited_for() throws Exception {
        double before = errors("DESTINATION_UNREACHABLE");
        proxy.refuse();
        write();
        awaitErrors("DESTINATION_UNREACHABLE", before);
        assertThat(new Status(running.bridge()).task("item").path("state").asText())
                .isNotEqualTo("stopped");
        proxy.pass();
        arrives();
    }

    @Test
    void a_connection_that_falls_silent_is_given_up() throws Exception {
        double before = errors("DESTINATION_UNREACHABLE");
        write();
        proxy.fallSilent();
        write();
        awaitErrors("DESTINATION_UNREACHABLE", before);
        proxy.pass();
        arrives();
    }

    @Test
    void a_write_whose_answer_is_lost_is_sent_again() throws Exception {
        for (int i = 0; i < TROUBLES; i++) {
            proxy.loseAnswer(BrokenDestinationIT::isWrite);
            write();
        }
        arrives();
        happened();
    }

    @Test
    void a_write_that_is_reset_is_sent_again() throws Exception {
        for (int i = 0; i < TROUBLES; i++) {
            proxy.resetAfter(BrokenDestinationIT::isWrite);
            write();
        }
        arrives();
        happened();
    }

    @Test
    void polls_whose_answers_are_lost_are_asked_again() throws Exception {
        for (int i = 0; i < TROUBLES; i++) {
            proxy.loseAnswer(BrokenDestinationIT::isPoll);
        }
        write();
        arrives();
        happened();
    }

    @Test
    void what_goes_byte_by_byte_arrives() throws Exception {
        proxy.trickle(Duration.ofNanos(100_000));
        scene.sql("INSERT INTO item VALUES (%d, 'crawls')".formatted(1_000_000 + ++round));
        isEqual();
        proxy.pass();
        arrives();
    }

    @Test
    void what_comes_late_arrives() throws Exception {
        proxy.delay(Duration.ofMillis(150));
        write();
        arrives();
    }

    /// Each status twice on writes, then once on what asks how tasks are.
    @ParameterizedTest
    @CsvSource({
        "408, DESTINATION_BUSY",
        "425, DESTINATION_BUSY",
        "429, DESTINATION_BUSY",
        "422, DESTINATION_FULL",
        "500, DESTINATION_BUSY",
        "502, DESTINATION_BUSY",
        "503, DESTINATION_BUSY",
        "504, DESTINATION_BUSY",
        "507, DESTINATION_BUSY"
    })
    void a_status_that_passes_is_waited_out(int status, String code) throws Exception {
        double before = errors(code);
        String ours = status == 422 ? "no_space_left_on_device" : "internal";
        Fault fault = new Fault.Refuse(status, ours, Map.of());
        scene.meilisearch().faults().onWrites(2, fault);
        write();
        arrives();
        scene.meilisearch().faults().on((_, path) -> path.startsWith("/tasks"), 1, fault);
        write();
        arrives();
        assertThat(errors(code)).isGreaterThan(before);
    }

    @Test
    void the_time_that_a_server_asks_for_is_given_to_it() throws Exception {
        scene.meilisearch().faults().onNextWrite(Fault.unavailable(2));
        long begin = System.nanoTime();
        write();
        arrives();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void a_request_that_is_too_large_is_halved() throws Exception {
        scene.meilisearch().faults().onWrites(2, Fault.payloadTooLarge());
        write();
        arrives();
    }

    @Test
    void a_server_that_hangs_is_given_up() throws Exception {
        double before = errors("DESTINATION_UNREACHABLE");
        Gate never = new Gate();
        scene.meilisearch().faults().onNextWrite(new Fault.Hold(never));
        write();
        arrives();
        assertThat(errors("DESTINATION_UNREACHABLE")).isGreaterThan(before);
    }

    @Test
    void tasks_that_somebody_cancels_are_sent_again() throws Exception {
        scene.meilisearch().scheduler().pause();
        int sent = sent();
        write();
        Scene.await(LIMIT, () -> sent() > sent, running.bridge()::log);
        ask("/tasks/cancel?statuses=enqueued,processing");
        scene.meilisearch().scheduler().resume();
        arrives();
    }

    @Test
    void batches_that_fail_by_no_fault_of_a_document_are_sent_again() throws Exception {
        scene.meilisearch().faults().failBatches(3, "internal");
        write();
        arrives();
    }

    @Test
    void a_slow_server_is_waited_for() throws Exception {
        scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(300));
        write();
        write();
        arrives();
    }

    @Test
    void a_server_that_loses_everything_is_filled_again() throws Exception {
        write();
        arrives();
        scene.meilisearch().loseData();
        write();
        arrives();
    }

    /// Of documents, as a request begins on the wire.
    private static boolean isWrite(String request) {
        return !request.startsWith("GET") && request.contains("/documents");
    }

    private static boolean isPoll(String request) {
        return request.startsWith("GET /tasks");
    }

    private void write() throws Exception {
        int from = 100 * ++round;
        scene.sql(
                "INSERT INTO item SELECT n, 'r' FROM generate_series(%d, %d) n"
                        .formatted(from, from + 60),
                "UPDATE item SET name = name || 'x' WHERE id %% 5 = %d %% 5".formatted(round),
                "DELETE FROM item WHERE id = " + (from + 7));
    }

    private void arrives() throws Exception {
        isEqual();
        scene.awaitConfirmed(running.bridge(), LIMIT);
        isEqual();
        assertThat(running.bridge().get("/api/dead-letters")).doesNotContain("\"task\"");
    }

    private void isEqual() throws Exception {
        scene.awaitEqual("item", "SELECT id, to_jsonb(t) FROM item t", running.bridge(), LIMIT);
    }

    private void happened() {
        assertThat(proxy.outstanding()).as("troubles that did not happen").isZero();
    }

    private int sent() {
        return scene.meilisearch().requests().size();
    }

    private void ask(String path) throws Exception {
        URI uri = URI.create(scene.meilisearch().url() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private void awaitErrors(String code, double before) {
        Scene.await(
                LIMIT,
                () -> errors(code) > before,
                () -> "No " + code + " is counted\n" + running.bridge().log());
    }

    private double errors(String code) {
        return Metrics.sum(running.bridge(), "errors_total", code);
    }
}
