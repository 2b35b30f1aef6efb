package io.meilibridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.api.access.AccessGate;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.CorsSettings;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.deadletter.MemoryDeadLetters;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.telemetry.Telemetry;
import io.meilibridge.telemetry.TestBridge;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that cannot be done, and the problem that each is answered with.
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class ProblemsTest {

    private static final int WATCHERS_MAX = 16;

    @Inject AccessGate gate;
    @Inject TestPipeline pipeline;
    @Inject Telemetry telemetry;

    private final ApiClient client = new ApiClient();
    private SourceRun shop;

    @BeforeEach
    void run() {
        shop =
                TestBridge.source(
                        null, telemetry.sources(), TestBridge.task("products", telemetry.tasks()));
        pipeline.be(TestBridge.of(shop), null);
        limit(0);
    }

    @AfterEach
    void close() {
        limit(0);
        shop.close();
    }

    private void limit(int perSecond) {
        gate.use(
                new ApiSettings(
                        true,
                        "127.0.0.1",
                        7708,
                        1 << 20,
                        perSecond,
                        new CorsSettings(
                                false, List.of(), List.of(), List.of(), false, Duration.ZERO),
                        new AuthSettings(false, List.of(), null, false),
                        null));
    }

    @Test
    void what_has_no_such_name_is_not_found() throws Exception {
        client.get("/api/sync-tasks/none").isProblem(404, "TASK_UNKNOWN");
        client.get("/api/checkpoints/none").isProblem(404, "TASK_UNKNOWN");
        client.get("/api/checkpoints/products").isProblem(404, "CHECKPOINT_UNKNOWN");
        client.get("/api/jobs/none").isProblem(404, "JOB_UNKNOWN");
        client.get("/api/diagnostics/cdc?source=none").isProblem(404, "SOURCE_UNKNOWN");
    }

    @Test
    void dead_letters_are_off_or_unknown() throws Exception {
        client.get("/api/dead-letters").isProblem(409, "DEAD_LETTERS_OFF");

        DeadLetters letters =
                new DeadLetters(
                        new MemoryDeadLetters(),
                        10,
                        Duration.ZERO,
                        InstantSource.system(),
                        added -> {});
        pipeline.be(new Bridge(List.of(shop), letters), null);

        client.get("/api/dead-letters/none").isProblem(404, "DEAD_LETTER_UNKNOWN");
        client.ask("DELETE", "/api/dead-letters/none", null, null)
                .isProblem(404, "DEAD_LETTER_UNKNOWN");
    }

    @Test
    void a_position_needs_a_source_that_streams() throws Exception {
        client.ask("PUT", "/api/checkpoints/products", null, "{\"lsn\":\"0/1\"}")
                .isProblem(409, "SOURCE_NOT_STREAMING");
    }

    @Test
    void a_configuration_needs_a_pipeline() throws Exception {
        client.post("/api/config/reload", null).isProblem(409, "NOTHING_RUNS");
        client.get("/api/config").isProblem(409, "NOTHING_RUNS");
        client.post("/api/sync-tasks", "{\"id\":\"a\",\"table\":\"b\"}")
                .isProblem(409, "NOTHING_RUNS");
        client.ask("PUT", "/api/sync-tasks/a", null, "{\"table\":\"b\"}")
                .isProblem(409, "NOTHING_RUNS");
        client.ask("DELETE", "/api/sync-tasks/a", null, null).isProblem(409, "NOTHING_RUNS");
    }

    @Test
    void definitions_are_objects_with_a_name() throws Exception {
        client.post("/api/sync-tasks", null).isProblem(400, "REQUEST_INVALID");
        client.post("/api/sync-tasks", "[1]").isProblem(400, "REQUEST_INVALID");
        client.post("/api/sync-tasks", "{\"table\":\"b\"}").isProblem(400, "REQUEST_INVALID");
        client.post("/api/sync-tasks", "{\"id\":\"a\",\"id\":\"b\"}")
                .isProblem(400, "REQUEST_INVALID");
    }

    @Test
    void other_forms_and_sizes_are_refused() throws Exception {
        client.send(
                        HttpRequest.newBuilder(ApiClient.root().resolve("/api/sync-tasks"))
                                .header("Accept", "text/csv")
                                .build())
                .isProblem(406, "NOT_ACCEPTABLE");
        client.post("/api/checkpoints/import", "x".repeat((1 << 20) + 1))
                .isProblem(413, "REQUEST_TOO_LARGE");
    }

    @Test
    void too_many_requests_of_a_second_are_told_so() throws Exception {
        limit(1);
        ApiClient.Answer last = client.get("/api/cdc/status");
        for (int i = 0; i < 50 && last.status() == 200; i++) {
            last = client.get("/api/cdc/status");
        }
        last.isProblem(429, "TOO_MANY_REQUESTS");
    }

    @Test
    void so_many_watch_and_no_more() throws Exception {
        HttpRequest watch =
                HttpRequest.newBuilder(ApiClient.root().resolve("/api/diagnostics/cdc/stream"))
                        .build();
        try (HttpClient watchers = HttpClient.newHttpClient()) {
            for (int i = 0; i < WATCHERS_MAX; i++) {
                HttpResponse<InputStream> one = watchers.send(watch, BodyHandlers.ofInputStream());
                assertThat(one.statusCode()).isEqualTo(200);
            }
            client.get("/api/diagnostics/cdc/stream").isProblem(409, "TOO_MANY_WATCHERS");
            watchers.shutdownNow();
        }
    }

    @Test
    void a_defect_shows_nothing_of_our_insides() throws Exception {
        pipeline.fail(new IllegalStateException("a secret of ours"));

        ApiClient.Answer answer = client.get("/api/sync-tasks");

        answer.isProblem(500, "INTERNAL_ERROR");
        assertThat(answer.text()).doesNotContain("secret");
    }
}
