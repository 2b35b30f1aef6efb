package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The connection that rows are read again on is lost, while the stream's is not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RereadOutageIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: early, table: early }
              - { id: moved, table: moved }
              - { id: late, table: late }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        running =
                RunningScene.start(
                        "reread_outage",
                        TASKS,
                        "CREATE TABLE early (id int PRIMARY KEY, body text)",
                        "ALTER TABLE early ALTER body SET STORAGE EXTERNAL",
                        "CREATE TABLE moved (LIKE early INCLUDING ALL)",
                        "CREATE TABLE late (LIKE early INCLUDING ALL)");
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    @Test
    void no_task_stops_and_nothing_is_lost() throws Exception {
        write(1);
        awaitAll();
        for (int round = 2; round < 6; round++) {
            assertThat(killed()).as("the idle connection for re-reads").isEqualTo("1");
            write(round);
            awaitAll();
            Status status = new Status(running.bridge());
            for (String task : new String[] {"early", "moved", "late"}) {
                status.awaitTask(task, "streaming", Duration.ofSeconds(20));
            }
        }
        assertThat(running.bridge().log()).contains("SOURCE_").doesNotContain("stopped");
        confirms();
    }

    /// In one transaction, rows of the first and the last table and, between them, moved keys,
    /// whose large values the stream leaves out.
    private void write(int round) throws Exception {
        int from = 100 * round;
        running.transaction(
                rows("early", from),
                rows("moved", from),
                "UPDATE moved SET id = id + 100000 WHERE id BETWEEN %d AND %d"
                        .formatted(from, from + 20),
                rows("late", from));
        running.transaction(
                "UPDATE late SET id = -id WHERE id = " + from,
                "UPDATE early SET id = -id WHERE id = " + from,
                "UPDATE moved SET id = -id WHERE id = " + (from + 100_000));
    }

    private static String rows(String table, int from) {
        return "INSERT INTO %s SELECT n, repeat(md5(n::text), 300) FROM generate_series(%d, %d) n"
                .formatted(table, from, from + 50);
    }

    private void awaitAll() throws Exception {
        for (String table : new String[] {"early", "moved", "late"}) {
            running.awaitRows(table, table, "id");
        }
    }

    /// A re-read ends with a COMMIT, and its connection then waits for the next.
    private String killed() {
        return running.scene()
                .value(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE datname = current_database()"
                                + " AND application_name = 'meilibridge' AND query = 'COMMIT'");
    }

    private void confirms() {
        running.scene().awaitConfirmed(running.bridge(), RunningScene.LIMIT);
    }
}
