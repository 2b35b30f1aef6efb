package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServer.StopMode;
import io.meilibridge.PostgresServers;
import io.meilibridge.proxy.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Another server takes the place of the one that was read, and it lacks commits whose rows are in
/// the index already. Nothing is guessed: the source stops and says so, and one command makes the
/// index what the new server has.
class FailoverIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";

    private PostgresServer server;
    private TcpProxy proxy;
    private Scene scene;
    private BridgeProcess bridge;

    @BeforeEach
    void stream() throws Exception {
        server = PostgresServers.start(18, Map.of());
        proxy = TcpProxy.before(server.port());
        scene = Scene.open(server, "failover");
        scene.sql("CREATE TABLE item (id int PRIMARY KEY, name text)");
        scene.configure(
                "sync_tasks: [ { id: item, table: item } ]\n"
                        + "error_handling: { retry: { max_backoff_ms: 500 } }\n");
        Configurations.replace(scene, "port: " + server.port(), "port: " + proxy.port());
        bridge = scene.startStreaming();
        new Jobs(bridge).awaitNoneOpen(LIMIT);
        scene.sql("INSERT INTO item SELECT n, 'both have it' FROM generate_series(1, 50) n");
        arrives();
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        proxy.close();
        scene.close();
        server.close();
    }

    @Test
    void a_standby_that_lags_is_not_gone_on_with() throws Exception {
        Path copy = copyOfNow();
        scene.sql(
                "INSERT INTO item VALUES (100, 'lost')",
                "UPDATE item SET name = 'lost' WHERE id < 10",
                "DELETE FROM item WHERE id = 20");
        arrives();

        takePlace(copy);
        Files.createFile(server.dataDirectory().resolve("standby.signal"));
        server.start();
        assertThat(scene.value("SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(scene.value("SELECT pg_promote(true, 60)")).isEqualTo("t");
        scene.sql("INSERT INTO item VALUES (101, 'new')");
        stopsAndIsReadAnew("timeline");
    }

    @Test
    void a_server_that_was_set_back_is_not_gone_on_with() throws Exception {
        Path copy = copyOfNow();
        scene.sql("INSERT INTO item SELECT n, 'lost' FROM generate_series(100, 3000) n");
        arrives();

        takePlace(copy);
        server.start();
        stopsAndIsReadAnew("");
    }

    private void stopsAndIsReadAnew(String inMessage) throws Exception {
        Map<String, JsonNode> before = scene.documents("item");
        proxy.pass();
        Status status = new Status(bridge);
        JsonNode error = status.awaitStopped(LIMIT);
        assertThat(error.path("code").asText()).isEqualTo("DIVERGED");
        assertThat(error.path("message").asText()).contains(inMessage);
        assertThat(scene.documents("item")).isEqualTo(before);
        assertThat(Metrics.sum(bridge, "errors_total", "DIVERGED")).isPositive();
        assertThat(bridge.status("/q/health/ready")).isEqualTo(503);

        assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("\"waiting\"");
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        scene.sql("INSERT INTO item VALUES (5000, 'after')");
        arrives();
    }

    /// The server's files as they are now, in good order.
    private Path copyOfNow() throws Exception {
        proxy.refuse();
        server.stop(StopMode.FAST);
        Path copy = server.dataDirectory().resolveSibling("copy");
        copy(server.dataDirectory(), copy);
        server.start();
        proxy.pass();
        return copy;
    }

    /// The server ends, and the copy lies where its files were.
    private void takePlace(Path copy) throws Exception {
        proxy.refuse();
        server.stop(StopMode.FAST);
        Path data = server.dataDirectory();
        Files.move(data, data.resolveSibling("old"));
        copy(copy, data);
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        Process copying =
                new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start();
        assertThat(copying.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(copying.exitValue()).isZero();
    }

    private void arrives() throws Exception {
        scene.awaitEqual("item", ITEMS, bridge, LIMIT);
        scene.awaitConfirmed(bridge, LIMIT);
    }
}
