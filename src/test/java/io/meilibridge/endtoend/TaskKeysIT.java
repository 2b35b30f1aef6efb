package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Keys that change how a task starts and when it counts as done.
class TaskKeysIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "task_keys");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_task_without_auto_start_is_held_until_it_is_resumed() throws Exception {
        scene.configure(
                "sync_tasks: [ { id: items, table: public.items, index: items,"
                        + " cdc: { auto_start: false } } ]\n");
        try (BridgeProcess bridge = scene.startStreaming()) {
            Status status = new Status(bridge);
            status.awaitSource("paused", LIMIT);
            scene.sql("INSERT INTO items VALUES (1, 'held')");
            status.awaitTask("items", "paused", LIMIT);
            assertThat(scene.documents("items")).isEmpty();

            bridge.post("/api/sync-tasks/items/resume");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
        }
    }

    @Test
    void a_task_that_fails_after_it_was_confirmed_stops_loudly_and_does_not_come_again()
            throws Exception {
        scene.configure("sync_tasks: [ { id: items, table: public.items, index: items } ]\n");
        Configurations.replace(scene, "meilisearch: {", "meilisearch: { confirm: enqueued,");
        scene.meilisearch().faults().failDocument("2", "internal", Faults.Scope.TASK);
        try (BridgeProcess bridge = scene.startStreaming()) {
            assertThat(bridge.log()).contains("a checkpoint means accepted, not indexed");
            // An open full sync would read the row again after the retry.
            new Jobs(bridge).awaitNoneOpen(LIMIT);
            scene.sql("INSERT INTO items VALUES (1, 'good')");
            scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            scene.sql("INSERT INTO items VALUES (2, 'bad')");
            Status status = new Status(bridge);
            assertThat(status.awaitTask("items", "stopped", LIMIT).path("last_error").toString())
                    .contains("TASK_FAILED")
                    .contains("do not come again");

            scene.meilisearch().faults().clear();
            bridge.post("/api/sync-tasks/items/retry");
            status.awaitTask("items", "streaming", LIMIT);
            scene.sql("INSERT INTO items VALUES (3, 'good')");
            scene.awaitEqual("items", ITEMS + " WHERE id <> 2", bridge, LIMIT);
        }
    }
}
