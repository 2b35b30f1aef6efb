package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// More changes than fit into memory while Meilisearch does nothing.
class BackPressureIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROWS = 60_000;

    /// Two thirds of the heap in one index's way, before anything is copied.
    private static final int ROW_BYTES = 1_800;

    @Test
    void reading_stops_and_the_connection_stays_until_there_is_room() throws Exception {
        stopsReading();
    }

    static void stopsReading(String... options) throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(18), "pressure")) {
            scene.sql("CREATE TABLE items (id int PRIMARY KEY, name text)");
            scene.configure(
                    """
                    sync_tasks: [ { id: items, table: public.items, index: items } ]
                    replication: { wal_sender_timeout: 5 }
                    """);
            scene.meilisearch().scheduler().pause();
            try (BridgeProcess bridge = scene.startStreaming(options)) {
                String walsender = walsender(scene);
                scene.sql(
                        "INSERT INTO items SELECT n, repeat('x', %d) FROM generate_series(1, %d) n"
                                .formatted(ROW_BYTES, ROWS));
                Status status = new Status(bridge);
                status.awaitSource("backpressured", LIMIT);
                Status.Idling idling = status.idling(Duration.ofSeconds(7));
                assertThat(idling.logged()).hasSizeLessThan(4);
                assertThat(status.source().path("status").asText()).isEqualTo("backpressured");
                assertThat(walsender(scene)).as("the same connection").isEqualTo(walsender);

                scene.meilisearch().scheduler().resume();
                Scene.await(
                        LIMIT,
                        () -> scene.meilisearch().count("items") == ROWS,
                        () -> scene.meilisearch().count("items") + " documents\n" + bridge.log());
                assertThat(walsender(scene)).isEqualTo(walsender);
                assertThat(bridge.isAlive()).isTrue();
            }
        }
    }

    private static String walsender(Scene scene) {
        return scene.value(
                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                        + scene.slot()
                        + "'");
    }
}
