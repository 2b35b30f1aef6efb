package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A commit that waits for a missing synchronous standby is in the stream and invisible to everyone
/// who reads the table: a full sync must not bring the row as it was before (HAZARDS E1).
class FullSyncStandbyIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";

    @Test
    void a_full_sync_does_not_undo_a_commit_that_nobody_sees_yet() throws Exception {
        try (PostgresServer server = PostgresServers.start(18, Map.of());
                Scene scene = Scene.open(server, "invisible")) {
            scene.sql(
                    "CREATE TABLE item (id int PRIMARY KEY, v text)",
                    "INSERT INTO item SELECT n, 'old' FROM generate_series(1, 100) n");
            scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
            try (BridgeProcess bridge = scene.startStreaming();
                    Connection writer = server.connect(scene.database());
                    // Ends the commit before its connection is to close, also when the test fails.
                    AutoCloseable _ = () -> expect(server, "")) {
                new Jobs(bridge).awaitLast("item", "done", LIMIT);
                expect(server, "missing");
                awaitHeldCommits(scene);
                CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> update(writer));
                awaitNew(scene, bridge);

                String job = new Jobs(bridge).order("item", "{}");
                Scene.await(
                        LIMIT,
                        () ->
                                new Jobs(bridge)
                                        .last("item")
                                        .path("state")
                                        .asText()
                                        .equals("reading"),
                        bridge::log);
                // The rows are of a snapshot that lacks the commit, if they come: they would be
                // here.
                new Status(bridge).idling(Duration.ofMillis(700));
                assertThat(value(scene)).as("the commit stays").isEqualTo("new");
                assertThat(commit).isNotDone();
                assertThat(new Jobs(bridge).last("item").path("id").asText()).isEqualTo(job);
                assertThat(new Jobs(bridge).last("item").path("rows").asInt()).isZero();

                expect(server, "");
                commit.get(20, TimeUnit.SECONDS);
                new Jobs(bridge).awaitLast("item", "done", LIMIT);
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            }
        }
    }

    private static String value(Scene scene) {
        JsonNode document = scene.documents("item").get("7");
        return document == null ? "" : document.path("v").asText();
    }

    private static void awaitNew(Scene scene, BridgeProcess bridge) {
        Scene.await(LIMIT, () -> value(scene).equals("new"), bridge::log);
    }

    private static void expect(PostgresServer server, String standby) throws Exception {
        server.configure("synchronous_standby_names = '" + standby + "'");
        server.reload();
    }

    /// A reload takes its time, so it is tried whether a commit waits.
    private static void awaitHeldCommits(Scene scene) {
        Scene.await(LIMIT, () -> isCommitHeld(scene), () -> "No commit waits for the standby.");
    }

    private static boolean isCommitHeld(Scene scene) {
        CompletableFuture<String> probe =
                CompletableFuture.supplyAsync(() ->
                        scene.value("SELECT pg_logical_emit_message(true, 'probe', '')::text"));
        String waiting = "";
        while (!probe.isDone() && waiting.isEmpty()) {
            waiting =
                    scene.value(
                            "SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity"
                                    + " WHERE wait_event = 'SyncRep' AND query LIKE '%probe%'");
        }
        probe.join();
        return !waiting.isEmpty();
    }

    private static void update(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE item SET v = 'new' WHERE id = 7");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
