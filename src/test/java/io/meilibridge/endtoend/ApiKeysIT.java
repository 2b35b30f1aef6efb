package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whether and where the packaged application listens.
class ApiKeysIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TASKS =
            "sync_tasks: [ { id: items, table: public.items, index: items } ]\n";

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "api_keys");
        scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void without_the_api_rows_still_flow_and_no_port_is_open() throws Exception {
        scene.configure("api: { enabled: false }\n" + TASKS);
        try (BridgeProcess bridge = scene.startStreaming()) {
            scene.sql("INSERT INTO items VALUES (1, 'one')");
            scene.awaitEqual("items", "SELECT id, to_jsonb(items) FROM items", bridge, LIMIT);

            assertThat(answers("127.0.0.1", bridge.port())).isFalse();
            assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void the_api_listens_where_it_is_told_to() throws Exception {
        scene.configure("api: { host: 127.0.0.2 }\n" + TASKS);
        try (BridgeProcess bridge = scene.startStreaming()) {
            assertThat(answers("127.0.0.2", bridge.port())).isTrue();
            assertThat(answers("127.0.0.1", bridge.port())).isFalse();
        }
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 2000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
