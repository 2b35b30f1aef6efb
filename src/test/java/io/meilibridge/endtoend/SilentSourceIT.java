package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.proxy.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// PostgreSQL falls silent while there is something to write: it may have given the slot to another
/// instance by then.
class SilentSourceIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int SENDER_TIMEOUT_SECONDS = 8;
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    @Test
    void nothing_is_written_until_postgresql_is_heard_of_again() throws Exception {
        PostgresServer server = PostgresServers.shared(18);
        try (TcpProxy proxy = TcpProxy.before(server.port());
                Scene scene = Scene.open(server, "silent_source")) {
            scene.sql(
                    "CREATE TABLE items (id int PRIMARY KEY, name text)",
                    "INSERT INTO items SELECT n, 'old' FROM generate_series(1, 100) n");
            scene.configure("sync_tasks: [ { id: items, table: public.items } ]\n");
            Configurations.replace(scene, "port: " + server.port(), "port: " + proxy.port());
            Configurations.replace(
                    scene,
                    "replication: {",
                    "replication: { wal_sender_timeout: " + SENDER_TIMEOUT_SECONDS + ",");
            Configurations.replace(scene, "\" }\n", "\", max_pending_tasks: 1 }\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                scene.meilisearch().scheduler().pause();
                long first = writes(scene);
                scene.sql("UPDATE items SET name = 'sent'");
                Scene.await(LIMIT, () -> writes(scene) > first, bridge::log);
                scene.sql("UPDATE items SET name = 'waits'");
                RunningScene.awaitInFlight(bridge, 200);
                long before = writes(scene);

                proxy.fallSilent();
                // More than half of the time limit, and less than the whole.
                new Status(bridge).idling(Duration.ofSeconds(SENDER_TIMEOUT_SECONDS / 2 + 1));
                scene.meilisearch().scheduler().resume();
                new Status(bridge).awaitSource("retrying", LIMIT);
                assertThat(writes(scene))
                        .as("requests in the silence:\n%s", bridge.log())
                        .isEqualTo(before);

                proxy.pass();
                scene.awaitEqual("items", ITEMS, bridge, LIMIT);
                assertThat(writes(scene)).isGreaterThan(before);
            }
        }
    }

    private static long writes(Scene scene) {
        return scene.meilisearch().requests().stream()
                .filter(request -> request.customMetadata() != null)
                .count();
    }
}
