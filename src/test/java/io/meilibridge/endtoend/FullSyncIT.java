package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that were there before the slot, and tables read again, while rows change all the time:
/// when it is quiet the index holds what the table holds. `-Dmeilibridge.test.seed` repeats a run's
/// transactions.
class FullSyncIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROWS = 40_000;
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";
    private static final String CONFIGURATION =
            "sync_tasks: [ { id: item, table: public.item, index: item } ]\n";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_from_before_the_slot_arrive_while_they_change(int major) throws Exception {
        try (Scene scene = RunningScene.prepared(major, "existing", Churn.table("item", ROWS))) {
            scene.configure(CONFIGURATION);
            try (BridgeProcess bridge = start(scene)) {
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                Jobs jobs = new Jobs(bridge);
                jobs.awaitLast("item", "done", LIMIT);
                assertThat(jobs.last("item").path("reason").asText()).isEqualTo("first_start");
                assertThat(bridge.get("/q/metrics"))
                        .contains("meilibridge_snapshot_progress_ratio{task=\"item\"} 1.0");

                bridge.terminate(Duration.ofSeconds(30));
            }
            try (BridgeProcess again = scene.startStreaming()) {
                scene.sql("UPDATE item SET version = -1 WHERE id < 20");
                scene.awaitEqual("item", ITEMS, again, LIMIT);
                assertThat(new Jobs(again).last("item").isMissingNode())
                        .as("it is not read once more")
                        .isTrue();
            }
        }
    }

    private BridgeProcess start(Scene scene) throws Exception {
        BridgeProcess bridge = null;
        try (Churn _ = new Churn(scene, "item", ROWS, seed);
                Churn _ = new Churn(scene, "item", ROWS, seed + 1)) {
            bridge = scene.startStreaming();
            LockSupport.parkNanos(Duration.ofMillis(1500).toNanos());
        } catch (AssertionError failure) {
            if (bridge != null) {
                bridge.close();
            }
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
        return bridge;
    }

    @Test
    void a_first_full_sync_survives_being_killed() throws Exception {
        Random random = new Random(seed);
        try (Scene scene = RunningScene.prepared(18, "killed", Churn.table("item", ROWS))) {
            scene.configure(CONFIGURATION);
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(20));
            BridgeProcess bridge = scene.start();
            try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
                for (int kill = 0; kill < 6; kill++) {
                    LockSupport.parkNanos(Duration.ofMillis(700 + random.nextInt(1200)).toNanos());
                    bridge.kill();
                    bridge.close();
                    bridge = scene.start();
                }
            }
            try {
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
                assertThat(scene.documents("item")).isNotEmpty();
            } finally {
                bridge.close();
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_table_is_read_again_on_request_while_it_changes(int major) throws Exception {
        try (Scene scene = RunningScene.prepared(major, "again", Churn.table("item", ROWS))) {
            scene.configure(CONFIGURATION);
            try (BridgeProcess bridge = scene.startStreaming()) {
                Jobs jobs = new Jobs(bridge);
                jobs.awaitLast("item", "done", LIMIT);
                try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
                    for (int again = 0; again < 3; again++) {
                        jobs.run("item", "{\"parallelism\": 2}", LIMIT);
                    }
                }
                scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }
}
