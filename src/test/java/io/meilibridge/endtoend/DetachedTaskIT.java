package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One task that is held, by a fault or a person, beside one that goes on (HAZARDS B1).
class DetachedTaskIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SICK = "SELECT id, to_jsonb(sick) FROM sick";
    private static final String WELL = "SELECT id, to_jsonb(well) FROM well";

    private Scene scene;
    private BridgeProcess bridge;
    private Status status;

    @BeforeEach
    void stream_two_tables() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "detached");
        scene.sql(
                "CREATE TABLE sick (id int PRIMARY KEY, name text)",
                "CREATE TABLE well (id int PRIMARY KEY, name text)");
        scene.configure(
                """
                sync_tasks:
                  - { id: sick, table: public.sick, index: sick }
                  - { id: well, table: public.well, index: well }
                """);
        start();
        // One that goes on after a crash would read rows again.
        new Jobs(bridge).awaitNoneOpen(LIMIT);
        scene.sql("INSERT INTO sick VALUES (1, 'a')", "INSERT INTO well VALUES (1, 'a')");
        scene.awaitEqual("sick", SICK, bridge, LIMIT);
        scene.awaitEqual("well", WELL, bridge, LIMIT);
    }

    private void start(String... options) throws Exception {
        bridge = scene.startStreaming(options);
        status = new Status(bridge);
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        scene.close();
    }

    @Test
    void a_task_that_stopped_holds_its_position_and_not_the_other_task() throws Exception {
        scene.meilisearch()
                .faults()
                .failDocument("9002", "index_primary_key_no_candidate_found", Faults.Scope.TASK);
        scene.sql("INSERT INTO sick VALUES (9002, 'bad'), (9003, 'good')");
        String after = insertLsn();
        assertThat(
                        status.awaitTask("sick", "stopped", LIMIT)
                                .path("last_error")
                                .path("code")
                                .asText())
                .isEqualTo("TASK_FAILED");
        goOnWithTheOther(after);

        scene.meilisearch().faults().clear();
        scene.meilisearch().clearRequests();
        bridge.post("/api/sync-tasks/sick/retry");
        scene.awaitEqual("sick", SICK, bridge, LIMIT);
        assertThat(writesTo("well")).as("what the other task had is not sent again").isZero();
        confirms();
    }

    @Test
    void a_paused_task_gets_everything_when_it_resumes() throws Exception {
        bridge.post("/api/sync-tasks/sick/pause");
        status.awaitTask("sick", "paused", LIMIT);
        scene.sql("INSERT INTO sick VALUES (2, 'held')", "UPDATE sick SET name = 'b' WHERE id = 1");
        String after = insertLsn();
        goOnWithTheOther(after);
        assertThat(scene.documents("sick")).hasSize(1);

        leaveOnItsWayToTheOther();
        bridge.post("/api/sync-tasks/sick/resume");
        scene.sql("INSERT INTO sick VALUES (3, 'after')");
        Scene.await(
                LIMIT, () -> writesTo("sick") > 0, () -> "Nothing comes again\n" + bridge.log());
        scene.meilisearch().scheduler().resume();
        scene.awaitEqual("sick", SICK, bridge, LIMIT);
        scene.awaitEqual("well", WELL, bridge, LIMIT);
        confirms();
        assertThat(writesTo("well")).as("what the other task had is not sent again").isZero();
    }

    @Test
    void a_task_that_stopped_gets_everything_after_a_crash() throws Exception {
        scene.meilisearch()
                .faults()
                .failDocument("9002", "index_primary_key_no_candidate_found", Faults.Scope.TASK);
        scene.sql("INSERT INTO sick VALUES (9002, 'bad'), (9003, 'good')");
        String after = insertLsn();
        status.awaitTask("sick", "stopped", LIMIT);
        goOnWithTheOther(after);

        bridge.kill();
        scene.meilisearch().faults().clear();
        start();
        scene.awaitEqual("sick", SICK, bridge, LIMIT);
        scene.awaitEqual("well", WELL, bridge, LIMIT);
        confirms();
    }

    private void goOnWithTheOther(String pinnedBefore) throws Exception {
        scene.sql(
                "INSERT INTO well SELECT n, 'w' FROM generate_series(2, 500) n",
                "DELETE FROM well WHERE id % 7 = 0");
        scene.awaitEqual("well", WELL, bridge, LIMIT);
        Scene.await(
                LIMIT,
                () -> checkpoint("well").compareTo(checkpoint("sick")) > 0,
                () -> "The checkpoint of 'well' does not move: " + status.task("well"));
        Status.Idling idling = status.idling(Duration.ofSeconds(2));
        assertThat(idling.logged()).hasSizeLessThan(4);
        assertThat(scene.isConfirmed(pinnedBefore))
                .as("the slot is held at the task's position")
                .isFalse();
    }

    /// Sends something that Meilisearch does not finish for now.
    private void leaveOnItsWayToTheOther() throws Exception {
        scene.meilisearch().scheduler().pause();
        scene.meilisearch().clearRequests();
        scene.sql("INSERT INTO well VALUES (1000, 'on its way')");
        Scene.await(LIMIT, () -> writesTo("well") > 0, () -> "Nothing is sent\n" + bridge.log());
        scene.meilisearch().clearRequests();
    }

    /// The text of the LSN, padded so that it compares as the LSN does.
    private String checkpoint(String task) {
        String[] parts =
                status.task(task).path("checkpoint").path("lsn").asText("0/0").split("/", -1);
        return "%8s/%8s".formatted(parts[0], parts[1]).replace(' ', '0');
    }

    private void confirms() {
        String end = insertLsn();
        Scene.await(
                LIMIT,
                () -> scene.isConfirmed(end),
                () -> "Not confirmed up to " + end + bridge.log());
    }

    private String insertLsn() {
        return scene.value("SELECT pg_current_wal_insert_lsn()");
    }

    private long writesTo(String index) {
        return scene.meilisearch().requests().stream()
                .filter(request -> request.path().startsWith("/indexes/" + index + "/documents"))
                .filter(request -> !request.method().equals("GET"))
                .count();
    }
}
