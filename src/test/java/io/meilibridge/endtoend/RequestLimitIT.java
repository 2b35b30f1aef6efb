package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `meilisearch.max_requests_per_second` holds for all tasks together.
class RequestLimitIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PER_SECOND = 5;

    private Scene scene;
    private BridgeProcess bridge;

    @BeforeEach
    void stream_two_tables() throws Exception {
        scene = Scene.open(PostgresServers.shared(18), "request_limit");
        scene.sql(
                "CREATE TABLE one (id int PRIMARY KEY, n int)",
                "CREATE TABLE two (id int PRIMARY KEY, n int)",
                "INSERT INTO one VALUES (1, 0)",
                "INSERT INTO two VALUES (1, 0)");
        scene.configure("sync_tasks: [ { id: one, table: one }, { id: two, table: two } ]\n");
        bridge =
                scene.startStreaming(
                        "-Dmeilibridge.meilisearch.max_requests_per_second=" + PER_SECOND);
    }

    @AfterEach
    void close() throws Exception {
        bridge.close();
        scene.close();
    }

    @Test
    void two_tasks_share_one_limit() throws Exception {
        write();
        awaitBoth();
        scene.meilisearch().clearRequests();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Duration.ofSeconds(4).toNanos()) {
            write();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long writes =
                scene.meilisearch().requests().stream()
                        .filter(request -> request.path().contains("/documents"))
                        .filter(request -> !request.method().equals("GET"))
                        .count();

        assertThat(writes).isLessThanOrEqualTo((long) (PER_SECOND * seconds) + 2);
        assertThat(writes).isGreaterThan((long) (PER_SECOND * seconds / 2));
        awaitBoth();
    }

    private void write() throws Exception {
        scene.sql("UPDATE one SET n = n + 1", "UPDATE two SET n = n + 1");
    }

    private void awaitBoth() throws Exception {
        scene.awaitEqual("one", "SELECT id, to_jsonb(one) FROM one", bridge, LIMIT);
        scene.awaitEqual("two", "SELECT id, to_jsonb(two) FROM two", bridge, LIMIT);
    }
}
