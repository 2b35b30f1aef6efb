package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The API's port is somebody else's: the process ends and tells why in one line.
class TakenPortIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void the_process_ends_and_names_the_port_and_its_key() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "takenport");
                ServerSocket taken = new ServerSocket(0)) {
            scene.sql("CREATE TABLE item (id int PRIMARY KEY)");
            scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
            try (BridgeProcess bridge =
                    BridgeProcess.startOn(taken.getLocalPort(), scene.folder())) {
                Scene.await(LIMIT, () -> !bridge.isAlive(), bridge::log);

                assertThat(bridge.exitStatus()).isEqualTo(1);
                assertThat(bridge.log())
                        .contains("cannot start: ", ": " + taken.getLocalPort(), "'api.port'")
                        .doesNotContain("\tat ");
            }
        }
    }
}
