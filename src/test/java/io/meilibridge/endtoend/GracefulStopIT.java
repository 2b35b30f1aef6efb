package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.dev.meilisearch.ReceivedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// SIGTERM while changes are on their way.
class GracefulStopIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    @Test
    void what_was_read_is_settled_and_never_sent_again() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "graceful")) {
            scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
            scene.configure("sync_tasks: [ { id: items, table: public.items, index: items } ]\n");
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(400));
            try (BridgeProcess bridge = scene.startStreaming()) {
                // One that goes on after the restart reads its last rows again.
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                for (int commit = 0; commit < 40; commit++) {
                    scene.sql(
                            "INSERT INTO items SELECT n, 'x' FROM generate_series(%d, %d) n"
                                    .formatted(commit * 50 + 1, commit * 50 + 50));
                }
                Scene.await(LIMIT, () -> scene.meilisearch().count("items") > 0, bridge::log);
                assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
                assertThat(bridge.log()).contains("MeiliBridge has stopped.");
            }
            int indexed = scene.meilisearch().count("items");
            assertThat(scene.value("SELECT count(*) FROM items")).isEqualTo("2000");

            scene.meilisearch().clearRequests();
            scene.meilisearch().scheduler().delayPerBatch(Duration.ZERO);
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql("INSERT INTO items VALUES (9999, 'after the restart')");
                scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            }
            int sent =
                    scene.meilisearch().requests().stream()
                            .mapToInt(ReceivedRequest::documents)
                            .sum();
            assertThat(sent).as("only what was not indexed yet").isEqualTo(2001 - indexed);
        }
    }

    @Test
    void a_stop_does_not_wait_for_ever_for_a_blocked_index() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "graceful")) {
            scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
            scene.configure("sync_tasks: [ { id: items, table: public.items, index: items } ]\n");
            scene.meilisearch().scheduler().pause();
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql("INSERT INTO items SELECT n, 'x' FROM generate_series(1, 100) n");
                Scene.await(LIMIT, () -> !scene.meilisearch().requests().isEmpty(), bridge::log);
                assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
                assertThat(bridge.log()).contains("they come again at the next start");
            }
            scene.meilisearch().scheduler().resume();
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            }
        }
    }
}
