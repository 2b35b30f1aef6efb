package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Positions at the edges of transactions (HAZARDS A1, A2), with a crash exactly there.
class CommitBoundariesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TRIES = 20;

    @Test
    void a_commit_that_begins_where_the_one_before_ends_survives_a_crash_between()
            throws Exception {
        restartBetweenTwoCommits();
    }

    /// @param optionsAfter of the process that starts after the crash
    static void restartBetweenTwoCommits(String... optionsAfter) throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "boundaries")) {
            scene.sql(
                    "CREATE TABLE first (id int PRIMARY KEY, name text)",
                    "CREATE TABLE second (id int PRIMARY KEY, name text)");
            scene.configure(
                    """
                    sync_tasks:
                      - { id: first, table: public.first, index: first }
                      - { id: second, table: public.second, index: second }
                    """);
            String boundary;
            try (BridgeProcess bridge = scene.startStreaming()) {
                noTableIsReadAgain(bridge);
                scene.sql("SELECT pg_create_logical_replication_slot('peek', 'pgoutput')");
                refuseWritesTo(scene, "second");
                boundary = commitBackToBack(scene);
                Scene.await(
                        LIMIT,
                        () -> scene.confirmed().equals(boundary),
                        () ->
                                "Confirmed "
                                        + scene.confirmed()
                                        + ", not "
                                        + boundary
                                        + bridge.log());
                bridge.kill();
            }
            scene.meilisearch().faults().clear();
            scene.sql("SELECT pg_drop_replication_slot('peek')");
            try (BridgeProcess bridge = scene.start(optionsAfter)) {
                equal(scene, "first", bridge);
                equal(scene, "second", bridge);
            }
        }
    }

    @Test
    void a_transaction_of_which_half_was_settled_is_whole_after_a_crash() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "boundaries")) {
            scene.sql("CREATE TABLE first (id int PRIMARY KEY, name text)");
            scene.configure(
                    "sync_tasks: [ { id: first, table: public.first, index: first,"
                            + " options: { batch_size: 700 } } ]\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                noTableIsReadAgain(bridge);
                scene.meilisearch()
                        .scheduler()
                        .onFinished(task -> {
                            if (scene.meilisearch().count("first") > 0) {
                                scene.meilisearch().scheduler().pause();
                            }
                        });
                scene.sql("INSERT INTO first SELECT n, 'n' FROM generate_series(1, 5000) n");
                Scene.await(LIMIT, () -> scene.meilisearch().count("first") > 0, bridge::log);
                bridge.kill();
                assertThat(scene.meilisearch().count("first")).isLessThan(5000);
            }
            // What was accepted before the crash is done late, on top of what comes again.
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql("UPDATE first SET name = 'later' WHERE id % 2 = 0");
                Scene.await(
                        LIMIT,
                        () -> {
                            scene.meilisearch().scheduler().resume();
                            return scene.meilisearch().count("first") == 5000;
                        },
                        () -> scene.meilisearch().count("first") + " documents\n" + bridge.log());
                Thread resuming = keepResuming(scene);
                try {
                    equal(scene, "first", bridge);
                } finally {
                    resuming.interrupt();
                }
            }
        }
    }

    /// A full sync that goes on after the crash would bring what the stream has lost.
    private static void noTableIsReadAgain(BridgeProcess bridge) {
        new Jobs(bridge).awaitNoneOpen(LIMIT);
    }

    /// The listener of the first half pauses the server after each task.
    private static Thread keepResuming(Scene scene) {
        return Thread.ofVirtual()
                .start(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        scene.meilisearch().scheduler().resume();
                        LockSupport.parkNanos(5_000_000);
                    }
                });
    }

    private static void refuseWritesTo(Scene scene, String index) {
        scene.meilisearch()
                .faults()
                .on(
                        (method, path) -> path.startsWith("/indexes/" + index + "/documents"),
                        1_000_000,
                        new Fault.ResetBeforeRegistration());
    }

    /// Commits a row of each table so that nothing lies between the commits.
    ///
    /// @return the end of the first, which is the beginning of the second one's commit
    private static String commitBackToBack(Scene scene) throws SQLException {
        try (Connection one = scene.server().connect(scene.database());
                Connection two = scene.server().connect(scene.database())) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            for (int id = 1; id <= TRIES; id++) {
                one.createStatement().execute("INSERT INTO first VALUES (" + id + ", 'one')");
                two.createStatement().execute("INSERT INTO second VALUES (" + id + ", 'two')");
                one.commit();
                two.commit();
                // A Commit holds its flags, its LSN and its end; a Begin holds its commit's LSN.
                String boundary =
                        scene.value(
                                """
                                WITH message AS (
                                  SELECT data, row_number() OVER () AS place
                                  FROM pg_logical_slot_get_binary_changes('peek', NULL, NULL,
                                    'proto_version', '1', 'publication_names', 'boundaries_pub'))
                                SELECT to_hex(('x' || encode(substr(c.data, 11, 4), 'hex'))::bit(32)::bigint)
                                  || '/' || to_hex(('x' || encode(substr(c.data, 15, 4), 'hex'))::bit(32)::bigint)
                                FROM message c JOIN message b ON b.place = c.place + 1
                                WHERE substr(c.data, 1, 1) = 'C' AND substr(b.data, 1, 1) = 'B'
                                  AND substr(c.data, 11, 8) = substr(b.data, 2, 8)
                                """);
                if (!boundary.isEmpty()) {
                    return boundary.toUpperCase(java.util.Locale.ROOT);
                }
            }
        }
        throw new AssertionError("No two commits lay back to back in " + TRIES + " tries.");
    }

    private static void equal(Scene scene, String table, BridgeProcess bridge) throws Exception {
        scene.awaitEqual(
                table, "SELECT id, to_jsonb(%1$s) FROM %1$s".formatted(table), bridge, LIMIT);
    }
}
