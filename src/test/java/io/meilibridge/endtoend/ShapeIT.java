package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Changes of a table or of a task's definition that write no row (HAZARDS E6): all documents
/// follow, by a full sync.
class ShapeIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene =
                RunningScene.prepared(
                        18,
                        "shaped",
                        "CREATE TABLE item (id int PRIMARY KEY, n int, name text)",
                        "INSERT INTO item SELECT n, n, 'row ' || n FROM generate_series(1, 500) n");
        scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void documents_follow_the_tables_columns() throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);

            scene.sql(
                    "ALTER TABLE item ADD COLUMN level int DEFAULT 5",
                    "ALTER TABLE item RENAME COLUMN name TO title",
                    "UPDATE item SET level = 6 WHERE id = 1");

            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(new Jobs(bridge).last("item").path("reason").asText()).isEqualTo("changed");
            bridge.terminate(Duration.ofSeconds(30));
        }
        scene.sql("ALTER TABLE item DROP COLUMN n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            new Jobs(bridge).awaitLast("item", "done", LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        try (BridgeProcess bridge = scene.startStreaming()) {
            Scene.await(LIMIT, () -> bridge.status("/q/health/live") == 200, bridge::log);
            assertThat(new Jobs(bridge).last("item").isMissingNode())
                    .as("nothing has changed since")
                    .isTrue();
        }
    }

    @Test
    void documents_follow_the_tasks_definition() throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            bridge.terminate(Duration.ofSeconds(30));
        }
        scene.configure(
                """
                sync_tasks:
                  - { id: item, table: item, mapping: { fields: { name: title } },
                      filter: { conditions: [ { field: n, op: greater_than, value: 100 } ] } }
                """);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual(
                    "item",
                    "SELECT id, to_jsonb(item) - 'name' || jsonb_build_object('title', name)"
                            + " FROM item WHERE n > 100",
                    bridge,
                    LIMIT);
        }
    }

    @Test
    void a_task_may_stop_instead() throws Exception {
        scene.configure("sync_tasks: [ { id: item, table: item, on_change: stop } ]\n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            scene.sql(
                    "ALTER TABLE item ADD COLUMN level int",
                    "UPDATE item SET level = 6 WHERE id = 1");
            Scene.await(
                    LIMIT,
                    () -> new Status(bridge).task("item").path("state").asText().equals("stopped"),
                    bridge::log);
            assertThat(bridge.log()).contains("has changed shape").contains("on_change");
        }
    }
}
