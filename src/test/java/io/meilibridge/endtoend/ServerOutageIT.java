package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that stops, crashes or cuts the connection, on a server of the test's own.
class ServerOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    private static PostgresServer server;
    private Scene scene;
    private BridgeProcess bridge;
    private Status status;

    @BeforeAll
    static void startServer() {
        server = PostgresServers.start(18, Map.of());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void stream() throws Exception {
        scene = Scene.open(server, "outage");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
        scene.configure(
                "sync_tasks: [ { id: items, table: public.items, index: items } ]\n"
                        + "error_handling: { retry: { max_backoff_ms: 1000 } }\n");
        bridge = scene.startStreaming();
        status = new Status(bridge);
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        scene.close();
    }

    @Test
    void a_fast_shutdown_is_not_held_up_by_a_blocked_index() throws Exception {
        scene.meilisearch().scheduler().pause();
        scene.sql("INSERT INTO items SELECT n, 'x' FROM generate_series(1, 1000) n");
        Scene.await(LIMIT, () -> !scene.meilisearch().requests().isEmpty(), bridge::log);
        assertThatCode(() -> server.stop(PostgresServer.StopMode.FAST, 15))
                .as("a fast stop within 15 s")
                .doesNotThrowAnyException();
        assertThat(server.isRunning()).isFalse();
        status.awaitSource("retrying", LIMIT);
        assertThat(status.source().path("error").path("code").asText())
                .isIn("SOURCE_UNREACHABLE", "SOURCE_SHUTTING_DOWN");

        server.start();
        scene.sql("INSERT INTO items VALUES (5000, 'after the restart')");
        scene.meilisearch().scheduler().resume();
        scene.awaitEqual("items", ITEMS, bridge, LIMIT);
    }

    @Test
    void what_is_committed_around_lost_connections_arrives() throws Exception {
        scene.sql("INSERT INTO items SELECT n, 'x' FROM generate_series(1, 300) n");
        scene.sql("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
        scene.sql("UPDATE items SET name = 'y' WHERE id % 2 = 0");
        scene.awaitEqual("items", ITEMS, bridge, LIMIT);

        scene.sql("UPDATE items SET name = 'before fast' WHERE id % 3 = 0");
        server.restart(PostgresServer.StopMode.FAST);
        scene.sql("UPDATE items SET name = 'after fast' WHERE id % 5 = 0");
        scene.awaitEqual("items", ITEMS, bridge, LIMIT);

        scene.sql("UPDATE items SET name = 'before the crash' WHERE id % 7 = 0");
        server.restart(PostgresServer.StopMode.IMMEDIATE);
        scene.sql("DELETE FROM items WHERE id % 11 = 0");
        scene.awaitEqual("items", ITEMS, bridge, LIMIT);
        status.awaitSource("streaming", LIMIT);
    }
}
