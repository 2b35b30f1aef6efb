package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.dev.meilisearch.ReceivedRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// What a restart in good order repeats and what it does not, and how the slot follows.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartedRowsIT {

    private static final String TASKS =
            "sync_tasks: [ { id: rows, table: kept_rows }, { id: quiet, table: quiet_rows } ]\n";

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        running =
                RunningScene.start(
                        "restarted_rows",
                        TASKS,
                        "CREATE TABLE kept_rows (id int PRIMARY KEY, n int)",
                        "CREATE TABLE quiet_rows (id int PRIMARY KEY, n int)",
                        "CREATE TABLE unpublished (id serial PRIMARY KEY, n int)");
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    private int documentsSent() {
        return running.scene().meilisearch().requests().stream()
                .filter(request -> request.path().contains("/documents"))
                .filter(request -> !request.method().equals("GET"))
                .mapToInt(ReceivedRequest::documents)
                .sum();
    }

    private void awaitConfirmed() {
        running.scene().awaitConfirmed(running.bridge(), Duration.ofSeconds(10));
    }

    @Test
    @Order(1)
    void an_idle_slot_is_confirmed_to_the_end() throws Exception {
        running.sql("INSERT INTO kept_rows SELECT n, n FROM generate_series(1, 1000) n");
        running.awaitRows("kept_rows", "kept_rows", "id");
        awaitConfirmed();
    }

    @Test
    @Order(2)
    void writes_that_are_not_published_do_not_hold_back_the_slot() throws Exception {
        for (int n = 0; n < 20; n++) {
            running.sql("INSERT INTO unpublished (n) SELECT generate_series(1, 500)");
        }
        awaitConfirmed();
    }

    @Test
    @Order(3)
    void a_restart_repeats_nothing_and_misses_nothing() throws Exception {
        running.sql("INSERT INTO quiet_rows SELECT n, n FROM generate_series(1, 500) n");
        running.awaitRows("quiet_rows", "quiet_rows", "id");
        int before = documentsSent();
        running.restart(
                "INSERT INTO kept_rows SELECT n, n FROM generate_series(2001, 2300) n",
                "UPDATE kept_rows SET n = -1 WHERE id <= 10",
                "DELETE FROM kept_rows WHERE id > 995 AND id <= 1000");
        running.awaitRows("kept_rows", "kept_rows", "id");
        awaitConfirmed();
        assertThat(documentsSent() - before).isEqualTo(300 + 10 + 5);
        running.awaitRows("quiet_rows", "quiet_rows", "id");
    }

    @Test
    @Order(4)
    void an_end_in_the_midst_of_changes_misses_nothing() throws Exception {
        for (int n = 0; n < 30; n++) {
            running.sql("UPDATE kept_rows SET n = n + 1 WHERE id % 3 = " + n % 3);
        }
        running.restart("UPDATE kept_rows SET n = n + 1000 WHERE id % 5 = 0");
        running.awaitRows("kept_rows", "kept_rows", "id");
        awaitConfirmed();
    }
}
