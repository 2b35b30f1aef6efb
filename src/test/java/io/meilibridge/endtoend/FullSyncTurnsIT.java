package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The stream goes on while a large table is read: its changes do not wait for the end of the
/// table.
class FullSyncTurnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Many times what a change takes, a small part of what the table takes.
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void changes_arrive_while_a_large_table_is_read() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "turns")) {
            scene.sql(
                    "CREATE TABLE large (id int PRIMARY KEY, v text)",
                    "CREATE TABLE small (id int PRIMARY KEY)");
            scene.configure(
                    "sync_tasks: [ { id: large, table: large }, { id: small, table: small } ]\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                Jobs jobs = new Jobs(bridge);
                jobs.awaitNoneOpen(LIMIT);
                scene.sql(
                        "INSERT INTO large SELECT n, md5(n::text) FROM generate_series(1, 600000) n");
                Scene.await(
                        LIMIT, () -> scene.meilisearch().count("large") == 600_000, bridge::log);
                jobs.order("large", "{}");
                jobs.awaitLast("large", "reading", LIMIT);

                int arrived = 0;
                while (jobs.last("large").path("state").asText().equals("reading")) {
                    int id = ++arrived;
                    scene.sql("INSERT INTO small VALUES (" + id + ")");
                    Scene.await(
                            SOON,
                            () -> scene.meilisearch().documents("small").containsKey("" + id),
                            () -> "Row " + id + " does not arrive.\n" + bridge.log());
                }

                assertThat(arrived).as("changes while the table was read").isGreaterThan(3);
            }
        }
    }
}
