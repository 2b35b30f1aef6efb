package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files with faults: the process does not sync, says why in its log and its API, and stays.
class BadFilesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TASKS =
            "sync_tasks: [ { id: items, table: public.items, index: items } ]\n";

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "badfiles");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void an_unknown_key_is_named_with_the_key_that_was_meant() throws Exception {
        scene.configure(TASKS + "checkpoint: { flush_intervall: 2 }\n");
        refuses("CONFIG_INVALID", "checkpoint.flush_intervall", "flush_interval");
    }

    @Test
    void a_route_file_that_is_not_yaml_is_named() throws Exception {
        scene.configure(TASKS);
        route("broken.yaml", "- route:\n    id: \"broken\n   from: [\n");
        refuses("ROUTE_INVALID", "broken.yaml");
    }

    @Test
    void a_route_that_names_an_unknown_bean_is_named() throws Exception {
        scene.configure(TASKS);
        route(
                "enrich.yaml",
                """
                - route:
                    id: enrich
                    from:
                      uri: direct:enrich
                      steps:
                        - process:
                            ref: nobodyKnowsThis
                """);
        refuses("ROUTE_INVALID", "enrich.yaml", "nobodyKnowsThis");
    }

    private void route(String name, String text) throws IOException {
        Path routes = Files.createDirectories(scene.folder().resolve("routes"));
        Files.writeString(routes.resolve(name), text);
    }

    private void refuses(String code, String... named) throws Exception {
        try (BridgeProcess bridge = scene.start()) {
            Scene.await(LIMIT, () -> bridge.status("/q/health/live") == 200, bridge::log);
            String status = bridge.get("/api/cdc/status");
            assertThat(status).contains(code).contains(named);
            assertThat(bridge.log()).contains(code).contains(named);
            assertThat(bridge.status("/q/health/ready")).isEqualTo(503);
            assertThat(new Status(bridge).idling(Duration.ofSeconds(1)).logged())
                    .hasSizeLessThan(4);
            assertThat(scene.isSlotActive()).isFalse();
            assertThat(scene.meilisearch().requests()).isEmpty();
            assertThat(bridge.terminate(Duration.ofSeconds(20))).isZero();
        }
    }
}
