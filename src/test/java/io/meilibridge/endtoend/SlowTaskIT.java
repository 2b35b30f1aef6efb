package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Faults;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A task of which nothing gets settled fills the memory for what is in flight (HAZARDS B1).
class SlowTaskIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SICK = "SELECT id, to_jsonb(sick) FROM sick";
    private static final String WELL = "SELECT id, to_jsonb(well) FROM well";

    @Test
    void a_task_that_is_stuck_is_held_back_and_the_others_go_on() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "slow")) {
            scene.sql(
                    "CREATE TABLE sick (id int PRIMARY KEY, name text)",
                    "CREATE TABLE well (id int PRIMARY KEY, name text)");
            scene.configure(
                    """
                    performance: { memory_limit: 8MB }
                    sync_tasks:
                      - { id: sick, table: public.sick, index: sick }
                      - { id: well, table: public.well, index: well }
                    """);
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                goesOn(scene, bridge);
            }
        }
    }

    private static void goesOn(Scene scene, BridgeProcess bridge) throws Exception {
        Status status = new Status(bridge);
        scene.meilisearch().faults().failDocument("102", "internal", Faults.Scope.TASK);
        scene.sql(
                "INSERT INTO sick SELECT n, repeat('x', 1000) FROM generate_series(1, 12000) n",
                "INSERT INTO well SELECT n, 'w' FROM generate_series(1, 100) n");
        scene.awaitEqual("well", WELL, bridge, Duration.ofSeconds(30));
        assertThat(status.task("sick").path("state").asText()).isEqualTo("backpressured");
        assertThat(bridge.get("/metrics"))
                .contains("meilibridge_task_state{state=\"backpressured\",task=\"sick\"} 1.0");
        scene.sql(
                "UPDATE sick SET name = 'late' WHERE id > 11990", "DELETE FROM well WHERE id > 50");
        scene.awaitEqual("well", WELL, bridge, LIMIT);

        scene.meilisearch().faults().clear();
        scene.awaitEqual("sick", SICK, bridge, LIMIT);
        scene.awaitEqual("well", WELL, bridge, LIMIT);
        status.awaitTask("sick", "streaming", LIMIT);
    }
}
