package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks that a person has paused or resumed, over restarts: the last word counts.
class PausedTasksIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FIRST = "SELECT id, to_jsonb(first) FROM first";
    private static final String SECOND = "SELECT id, to_jsonb(second) FROM second";

    private Scene scene;
    private BridgeProcess bridge;
    private Status status;

    @BeforeEach
    void stream_two_tables() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "paused");
        scene.sql(
                "CREATE TABLE first (id int PRIMARY KEY, name text)",
                "CREATE TABLE second (id int PRIMARY KEY, name text)");
        configure("");
        start();
        new Jobs(bridge).awaitNoneOpen(LIMIT);
    }

    private void configure(String second) throws Exception {
        scene.configure(
                """
                sync_tasks:
                  - { id: first, table: public.first, index: first }
                  - { id: second, table: public.second, index: second%s }
                """
                        .formatted(second));
    }

    private void start() throws Exception {
        bridge = scene.start();
        status = new Status(bridge);
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        scene.close();
    }

    @Test
    void a_paused_task_stays_paused_after_a_crash_and_loses_nothing() throws Exception {
        bridge.post("/api/sync-tasks/first/pause");
        scene.sql("INSERT INTO first VALUES (1, 'held')", "INSERT INTO second VALUES (1, 'b')");
        scene.awaitEqual("second", SECOND, bridge, LIMIT);
        bridge.kill();

        start();
        scene.sql("INSERT INTO second VALUES (2, 'c')", "INSERT INTO first VALUES (2, 'd')");
        scene.awaitEqual("second", SECOND, bridge, LIMIT);
        assertThat(state("first")).isEqualTo("paused");
        assertThat(scene.documents("first")).isEmpty();

        bridge.post("/api/sync-tasks/first/resume");
        scene.awaitEqual("first", FIRST, bridge, LIMIT);
        bridge.kill();
        start();
        status.awaitTask("first", "streaming", LIMIT);
    }

    @Test
    void all_stay_paused_and_all_go_on() throws Exception {
        bridge.post("/api/cdc/pause-all");
        assertThat(bridge.terminate(LIMIT)).isZero();

        start();
        status.awaitSource("paused", LIMIT);
        scene.sql("INSERT INTO first VALUES (1, 'a')", "INSERT INTO second VALUES (1, 'b')");
        assertThat(state("first")).isEqualTo("paused");
        assertThat(state("second")).isEqualTo("paused");
        assertThat(bridge.status("/q/health/ready")).isEqualTo(200);

        bridge.post("/api/cdc/resume-all");
        scene.awaitEqual("first", FIRST, bridge, LIMIT);
        scene.awaitEqual("second", SECOND, bridge, LIMIT);
    }

    @Test
    void a_task_that_does_not_start_by_itself_stays_resumed() throws Exception {
        bridge.kill();
        configure(", cdc: { auto_start: false }");
        start();
        status.awaitTask("second", "paused", LIMIT);
        bridge.post("/api/sync-tasks/second/resume");
        status.awaitTask("second", "streaming", LIMIT);
        bridge.kill();

        start();
        scene.sql("INSERT INTO second VALUES (1, 'b')");
        scene.awaitEqual("second", SECOND, bridge, LIMIT);
    }

    private String state(String task) {
        return status.task(task).path("state").asText();
    }
}
