package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever a user's step does to an exchange, its changes end as indexed, filtered or unsettled.
class UserRoutesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "user_routes");
        scene.sql(
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "CREATE TABLE other (id int PRIMARY KEY, v text)");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private void dropping(String before) throws Exception {
        new UserRoutes(scene)
                .template(
                        "dropping",
                        before,
                        List.of(
                                "- filter:",
                                "    simple: \"${bodyAs(String)} contains 'drop'\"",
                                "    steps:",
                                "      - stop: {}"));
        configure("dropping");
    }

    private void configure(String route) throws Exception {
        scene.configure(
                """
                sync_tasks:
                  - { id: item, table: item, route: %s, full_sync: { enabled: false } }
                  - { id: other, table: other, full_sync: { enabled: false } }
                """
                        .formatted(route));
    }

    private static long filtered(BridgeProcess bridge, String task) {
        Matcher found =
                Pattern.compile(
                                "(?m)^meilibridge_filtered_total\\{task=\""
                                        + task
                                        + "\".*} (\\S+)$")
                        .matcher(bridge.get("/metrics"));
        return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
    }

    /// The whole exchange is dropped: it is counted, its position passes, and the process that
    /// comes after does not see it again.
    @Test
    void what_a_step_drops_is_filtered_and_settled() throws Exception {
        dropping("transform");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item SELECT n, 'drop' FROM generate_series(1, 30) n");
            Scene.await(
                    LIMIT,
                    () -> filtered(bridge, "item") == 30,
                    () -> "Not counted as filtered:\n" + bridge.log());
            scene.sql("INSERT INTO item SELECT n, 'keep' FROM generate_series(31, 40) n");
            scene.awaitEqual(
                    "item", "SELECT id, to_jsonb(item) FROM item WHERE v = 'keep'", bridge, LIMIT);
            scene.awaitConfirmed(bridge, LIMIT);
            assertThat(filtered(bridge, "item")).isEqualTo(30);
        }
        scene.sql("INSERT INTO item VALUES (41, 'keep')");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual(
                    "item", "SELECT id, to_jsonb(item) FROM item WHERE v = 'keep'", bridge, LIMIT);
            assertThat(filtered(bridge, "item")).isZero();
        }
    }

    /// Behind `map` too, where they are documents already.
    @Test
    void what_is_dropped_right_before_the_batch_is_filtered_too() throws Exception {
        new UserRoutes(scene).template("dropping", "aggregate", List.of("- stop: {}"));
        configure("dropping");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql(
                    "INSERT INTO item SELECT n, 'x' FROM generate_series(1, 30) n",
                    "INSERT INTO other VALUES (1, 'x')");
            Scene.await(
                    LIMIT,
                    () -> filtered(bridge, "item") == 30,
                    () -> "Not counted as filtered:\n" + bridge.log());
            scene.awaitEqual("other", "SELECT id, to_jsonb(other) FROM other", bridge, LIMIT);
            assertThat(scene.documents("item")).isEmpty();
        }
    }

    /// Single rows are dropped from the list.
    @Test
    void rows_that_a_step_takes_out_are_filtered() throws Exception {
        new UserRoutes(scene)
                .template(
                        "first-only",
                        "transform",
                        List.of(
                                "- process:",
                                "    ref: rows",
                                "- setProperty:",
                                "    name: rows",
                                "    simple: \"${body}\"",
                                "- script:",
                                "    simple: \"${body.subList(1, ${body.size()}).clear()}\""));
        configure("first-only");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO item SELECT n, 'x' FROM generate_series(1, 20) n");
            Scene.await(LIMIT, () -> filtered(bridge, "item") == 19, bridge::log);
            scene.awaitEqual(
                    "item", "SELECT id, to_jsonb(item) FROM item WHERE id = 1", bridge, LIMIT);
        }
    }

    /// A step fails: its task stops, the other goes on, and nothing of the stopped one is lost.
    @Test
    void a_step_that_fails_stops_its_task_alone() throws Exception {
        new UserRoutes(scene)
                .template(
                        "failing",
                        "transform",
                        List.of(
                                "- filter:",
                                "    simple: \"${bodyAs(String)} contains 'fail'\"",
                                "    steps:",
                                "      - setBody:",
                                "          constant: no rows at all"));
        configure("failing");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql(
                    "INSERT INTO item VALUES (1, 'fine')",
                    "INSERT INTO item VALUES (2, 'fail')",
                    "INSERT INTO other VALUES (1, 'x')");
            String code =
                    new Status(bridge)
                            .awaitTask("item", "stopped", LIMIT)
                            .path("last_error")
                            .path("code")
                            .asText();
            assertThat(code).isEqualTo("ROUTE_ROWS_UNUSABLE");
            scene.awaitEqual("other", "SELECT id, to_jsonb(other) FROM other", bridge, LIMIT);
        }
        configure("sync-task");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", "SELECT id, to_jsonb(item) FROM item", bridge, LIMIT);
        }
    }

    @Test
    void a_route_that_fans_out_does_not_start() throws Exception {
        new UserRoutes(scene)
                .template("tapping", "transform", List.of("- wireTap:", "    uri: \"log:side\""));
        configure("tapping");
        try (BridgeProcess bridge = scene.start()) {
            Scene.await(
                    LIMIT,
                    () -> bridge.log().contains("ROUTE_REFUSED"),
                    () -> "Not refused:\n" + bridge.log());
            assertThat(bridge.log()).contains("FANS_OUT").contains("tapping.yaml");
            Scene.await(LIMIT, () -> bridge.status("/q/health/ready") == 503, bridge::log);
        }
    }
}
