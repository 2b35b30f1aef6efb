package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables of all shapes whose rows change at random all the time while they are read, again and
/// again: keys of several columns and of odd text, large values that stay, partitions that rows
/// move between, heirs, a condition that rows enter and leave.
class ChangingTablesIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FULL_SYNCS = 3;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({"14, false", "14, true", "18, false", "18, true"})
    void tables_of_every_shape_are_read_while_they_change(int major, boolean viaRoot)
            throws Exception {
        try (Scene scene = RunningScene.prepared(major, "changing", ShapedTables.SCHEMA)) {
            scene.sql(
                    "CREATE PUBLICATION changing_pub FOR TABLE "
                            + ShapedTables.NAMES
                            + " WITH (publish_via_partition_root = "
                            + viaRoot
                            + ")");
            scene.configure(ShapedTables.TASKS);
            try (BridgeProcess bridge = scene.startStreaming()) {
                readWhileRowsChange(scene, bridge);
                compare(scene, bridge);
                assertThat(bridge.log()).doesNotContain("ERROR");
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    private void readWhileRowsChange(Scene scene, BridgeProcess bridge) {
        Jobs jobs = new Jobs(bridge);
        try (Churn _ = new Churn(scene, seed, ShapedTables::change);
                Churn _ = new Churn(scene, seed + 1, ShapedTables::change)) {
            jobs.awaitNoneOpen(LIMIT);
            for (int i = 1; i < FULL_SYNCS; i++) {
                assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("waiting");
                jobs.awaitNoneOpen(LIMIT);
            }
            // Changes that come after the last rows that were read, too.
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    private static void compare(Scene scene, BridgeProcess bridge) throws Exception {
        for (Map.Entry<String, String> each : ShapedTables.expected().entrySet()) {
            scene.awaitEqual(each.getKey(), each.getValue(), bridge, LIMIT);
            assertThat(new Status(bridge).task(each.getKey()).path("state").asText())
                    .isEqualTo("streaming");
        }
    }
}
