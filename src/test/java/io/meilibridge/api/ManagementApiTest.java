package io.meilibridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.Faults;
import io.meilibridge.telemetry.Telemetry;
import io.meilibridge.telemetry.TestBridge;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The HTTP interface of the whole application: REST, problems, health, metrics, description.
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class ManagementApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final TableName PRODUCTS = new TableName("public", "products");

    @Inject TestPipeline pipeline;

    @Inject Telemetry telemetry;

    private final HttpClient client = HttpClient.newHttpClient();
    private SyncTask products;
    private SyncTask orders;
    private SourceRun shop;

    private record Answer(int status, String type, String text) {

        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }
    }

    @BeforeEach
    void run() {
        products = TestBridge.task("products", telemetry.tasks());
        orders = TestBridge.task("orders", telemetry.tasks());
        shop = TestBridge.source(Faults.refused(), telemetry.sources(), products, orders);
        pipeline.be(TestBridge.of(shop), null);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static URI root() {
        return ConfigProvider.getConfig().getValue("test.url", URI.class);
    }

    private Answer get(String path) throws Exception {
        return ask("GET", path);
    }

    private Answer post(String path) throws Exception {
        return ask("POST", path);
    }

    private Answer ask(String method, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(root().resolve(path))
                        .method(method, BodyPublishers.noBody())
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(response.statusCode(), type, response.body());
    }

    private static void assertProblem(Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        for (String field : List.of("type", "title", "detail")) {
            assertThat(problem.path(field).asText()).as(field).isNotEmpty();
        }
        assertThat(problem.has("hint")).isTrue();
        assertThat(answer.text()).doesNotContain("at io.meilibridge", "Exception");
    }

    @Test
    void status_shows_sources_and_tasks() throws Exception {
        JsonNode status = get("/api/cdc/status").json();

        assertThat(status.path("paused").booleanValue()).isFalse();
        JsonNode source = status.path("sources").path(0);
        assertThat(source.path("name").asText()).isEqualTo("shop");
        assertThat(source.path("status").asText()).isEqualTo("connecting");
        assertThat(source.path("slot").asText()).isEqualTo("shop_slot");
        assertThat(source.path("publication").asText()).isEqualTo("shop_pub");
        assertThat(source.path("tables").toString())
                .isEqualTo("[\"public.products\",\"public.orders\"]");
        assertThat(source.fieldNames())
                .toIterable()
                .contains("lag_bytes", "lag_seconds", "confirmed_flush_lsn", "restart_lsn");
        assertThat(source.path("error").isNull()).isTrue();
        assertThat(status.path("tasks").size()).isEqualTo(2);
    }

    @Test
    void a_stopped_source_shows_its_error_and_retry_tries_it_again() throws Exception {
        TestBridge.started(shop);
        JsonNode error = get("/api/cdc/status").json().path("sources").path(0).path("error");

        assertThat(error.path("code").asText()).isEqualTo("AUTHENTICATION_FAILED");
        assertThat(error.path("message").asText()).contains("nobody");
        assertThat(error.path("hint").asText()).isEqualTo("Mend the password.");
        String since = error.path("since").asText();

        Answer retried = post("/api/cdc/retry");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json().path("name").asText()).isEqualTo("shop");
        TestBridge.await(
                "the source was tried again",
                () -> shop.state().word().equals("stopped") && !since(shop).equals(since));
    }

    private static String since(SourceRun source) {
        return source.state().since().toString();
    }

    @Test
    void a_task_shows_state_counts_lag_error_and_checkpoint() throws Exception {
        JsonNode before = get("/api/sync-tasks/products").json().path("counts");
        telemetry.tasks().settled("products", PRODUCTS, Operation.INSERT, 3);
        telemetry.tasks().settled("products", PRODUCTS, Operation.TRUNCATE, 1);
        products.filtered(2);
        products.stop(Faults.taskFailed());

        JsonNode task = get("/api/sync-tasks/products").json();

        assertThat(task.path("id").asText()).isEqualTo("products");
        assertThat(task.path("source").asText()).isEqualTo("shop");
        assertThat(task.path("table").asText()).isEqualTo("public.products");
        assertThat(task.path("index").asText()).isEqualTo("products");
        assertThat(task.path("state").asText()).isEqualTo("stopped");
        JsonNode counts = task.path("counts");
        assertThat(counts.path("inserts").asInt() - before.path("inserts").asInt()).isEqualTo(3);
        assertThat(counts.path("truncates").asInt() - before.path("truncates").asInt())
                .isEqualTo(1);
        assertThat(counts.path("filtered").asInt() - before.path("filtered").asInt()).isEqualTo(2);
        assertThat(task.path("last_error").path("code").asText()).isEqualTo("TASK_FAILED");
        assertThat(task.path("last_error").path("hint").asText()).isEqualTo("Retry the task.");
        assertThat(task.has("lag_bytes")).isTrue();
        assertThat(task.has("lag_seconds")).isTrue();
        assertThat(task.path("checkpoint").isNull()).isTrue();
    }

    @Test
    void tasks_are_listed_in_order() throws Exception {
        JsonNode tasks = get("/api/sync-tasks").json();

        assertThat(tasks.findValuesAsText("id")).containsExactly("products", "orders");
    }

    @Test
    void a_task_is_paused_and_resumed_by_itself() throws Exception {
        assertThat(post("/api/sync-tasks/products/pause").json().path("state").asText())
                .isEqualTo("paused");
        assertThat(orders.state().word()).isEqualTo("starting");
        assertThat(post("/api/sync-tasks/products/retry").json().path("state").asText())
                .isEqualTo("paused");
        assertThat(post("/api/sync-tasks/products/resume").json().path("state").asText())
                .isEqualTo("starting");
    }

    @Test
    void only_retry_lets_a_stopped_task_go_on() throws Exception {
        products.stop(Faults.taskFailed());

        assertThat(post("/api/sync-tasks/products/resume").json().path("state").asText())
                .isEqualTo("stopped");
        assertThat(post("/api/cdc/resume-all").json().path("tasks").path(0).path("state").asText())
                .isEqualTo("stopped");
        assertThat(post("/api/sync-tasks/products/retry").json().path("state").asText())
                .isEqualTo("starting");
    }

    @Test
    void all_tasks_are_paused_and_resumed_together() throws Exception {
        assertThat(post("/api/cdc/pause-all").json().path("paused").booleanValue()).isTrue();
        assertThat(get("/api/cdc/status").json().path("paused").booleanValue()).isTrue();
        assertThat(post("/api/cdc/resume-all").json().path("paused").booleanValue()).isFalse();
    }

    @Test
    void with_several_sources_retry_wants_a_name() throws Exception {
        SourceRun other = TestBridge.source("other", null, telemetry.sources());
        pipeline.be(TestBridge.of(shop, other), null);

        assertProblem(post("/api/cdc/retry"), 400, "SOURCE_AMBIGUOUS");
        assertProblem(post("/api/cdc/retry?source=none"), 404, "SOURCE_UNKNOWN");
        assertThat(post("/api/cdc/retry?source=other").json().path("name").asText())
                .isEqualTo("other");
    }

    @Test
    void unknown_tasks_and_paths_are_problems() throws Exception {
        assertProblem(get("/api/sync-tasks/none"), 404, "TASK_UNKNOWN");
        assertProblem(post("/api/sync-tasks/none/pause"), 404, "TASK_UNKNOWN");
        assertProblem(get("/api/none"), 404, "NOT_FOUND");
        assertProblem(get("/api/sync-tasks/products/none"), 404, "NOT_FOUND");
        assertProblem(ask("DELETE", "/api/cdc/status"), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void a_faulty_configuration_answers_with_its_code_and_hint() throws Exception {
        pipeline.be(
                null,
                new ConfigException(
                        ErrorCode.CONFIG_INVALID, "Unknown key 'sorce'.", "Use 'source'."));

        for (String path : List.of("/api/cdc/status", "/api/sync-tasks", "/api/sync-tasks/a")) {
            Answer answer = get(path);
            assertProblem(answer, 503, "CONFIG_INVALID");
            assertThat(answer.json().path("detail").asText()).isEqualTo("Unknown key 'sorce'.");
            assertThat(answer.json().path("hint").asText()).isEqualTo("Use 'source'.");
        }
        assertThat(get("/q/health/live").status()).isEqualTo(200);
        assertThat(get("/q/health/started").status()).isEqualTo(200);
        Answer ready = get("/q/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text()).contains("CONFIG_INVALID: Unknown key 'sorce'.");
    }

    @Test
    void before_the_pipeline_is_built_requests_are_to_come_again() throws Exception {
        pipeline.be(null, null);

        assertProblem(get("/api/cdc/status"), 503, "STARTING");
        assertThat(get("/q/health/started").status()).isEqualTo(503);
    }

    @Test
    void a_paused_task_is_not_unhealthy_and_a_stopped_one_is() throws Exception {
        SyncTask alone = TestBridge.task("alone", telemetry.tasks());
        SourceRun standby =
                TestBridge.started(
                        TestBridge.source(Faults.slotInUse(), telemetry.sources(), alone));
        pipeline.be(new Bridge(List.of(standby), null), null);

        alone.pause();
        Answer paused = get("/health/ready");
        assertThat(paused.text()).contains("\"task.alone\": \"paused\"");
        assertThat(paused.status()).isEqualTo(200);

        alone.stop(Faults.taskFailed());
        assertThat(get("/health/ready").status()).isEqualTo(503);
        standby.close();
    }

    @Test
    void health_and_metrics_are_at_the_root_too() throws Exception {
        assertThat(get("/health").json().path("checks").isArray()).isTrue();
        assertThat(get("/health").status()).isEqualTo(get("/q/health").status());
        assertThat(get("/health/live").status()).isEqualTo(200);

        assertThat(get("/metrics").status()).isEqualTo(200);
        assertThat(get("/metrics").text())
                .contains("meilibridge_cdc_decode_duration_seconds_bucket");
        assertThat(get("/q/metrics").text()).contains("meilibridge_cdc_batch_size_bucket");
    }

    @Test
    void the_interface_describes_itself() throws Exception {
        Answer openApi = get("/q/openapi?format=json");

        JsonNode paths = openApi.json().path("paths");
        assertThat(paths.fieldNames())
                .toIterable()
                .contains(
                        "/api/cdc/status",
                        "/api/cdc/pause-all",
                        "/api/cdc/resume-all",
                        "/api/cdc/retry",
                        "/api/sync-tasks",
                        "/api/sync-tasks/{id}",
                        "/api/sync-tasks/{id}/pause",
                        "/api/sync-tasks/{id}/resume",
                        "/api/sync-tasks/{id}/retry");
        for (JsonNode path : paths) {
            for (JsonNode operation : path) {
                assertThat(operation.path("summary").asText()).isNotEmpty();
            }
        }
        paths.properties().stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .flatMap(path -> path.getValue().properties().stream())
                .forEach(operation ->
                        assertThat(
                                        operation
                                                .getValue()
                                                .path("responses")
                                                .path("503")
                                                .path("content")
                                                .path(Problem.MEDIA_TYPE)
                                                .path("schema")
                                                .path("$ref")
                                                .asText())
                                .isEqualTo("#/components/schemas/Problem"));
        JsonNode schemas = openApi.json().path("components").path("schemas");
        assertThat(schemas.path("Problem").path("properties").has("hint")).isTrue();
        JsonNode task = schemas.path("TaskView");
        assertThat(task.path("properties").has("last_error")).isTrue();
        assertThat(get("/q/swagger-ui/").status()).isEqualTo(200);
    }
}
