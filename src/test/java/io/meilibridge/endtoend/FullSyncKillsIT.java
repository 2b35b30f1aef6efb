package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The process killed at random while full syncs of two tasks read, remove and swap, one in place
/// and one with swap, and rows change. Each start goes on with what was open; where nothing is,
/// others are ordered, so that the next kill hits one too. `-Dmeilibridge.test.seed` repeats a
/// run's choices.
class FullSyncKillsIT {

    private static final int KILLS = Integer.getInteger("meilibridge.kills", 20);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int ROWS = 20_000;
    private static final Set<String> AT_WORK = Set.of("reading", "removing", "swapping");

    private static final String TASKS =
            """
            sync_tasks:
              - { id: placed, table: placed, full_sync: { mode: in_place } }
              - { id: swapped, table: swapped, full_sync: { mode: swap } }
            """;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
    private boolean swappedIsWhole;

    @Test
    void full_syncs_go_on_however_often_they_are_killed() throws Exception {
        String[] tables =
                Stream.of("placed", "swapped")
                        .flatMap(name -> Stream.of(Churn.table(name, ROWS)))
                        .toArray(String[]::new);
        try (Scene scene = RunningScene.prepared(18, "kills", tables)) {
            scene.configure(TASKS);
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(10));
            int hits = killAgainAndAgain(scene);
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                for (String name : new String[] {"placed", "swapped"}) {
                    String rows = "SELECT id, to_jsonb(t) FROM %s t".formatted(name);
                    scene.awaitEqual(name, rows, bridge, LIMIT);
                }
                Scene.await(
                        LIMIT,
                        () -> !scene.meilisearch().hasIndex("swapped__meilibridge_rebuild"),
                        () -> "The other index is left over.\n" + bridge.log());
            }
            assertThat(hits).as("kills that hit a full sync").isGreaterThan(KILLS / 2);
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    /// @return how many of the kills hit a full sync
    private int killAgainAndAgain(Scene scene) throws Exception {
        Random random = new Random(seed);
        int hits = 0;
        try (Churn _ = new Churn(scene, "placed", ROWS, seed);
                Churn _ = new Churn(scene, "swapped", ROWS, seed + 1)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (BridgeProcess bridge = scene.start()) {
                    awaitBegun(bridge);
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1200)).toNanos());
                    hits += isAtWork(bridge) ? 1 : 0;
                    bridge.kill();
                }
                if (swappedIsWhole) {
                    assertThat(scene.documents("swapped").size()).isGreaterThan(ROWS / 2);
                }
                Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
            }
        }
        return hits;
    }

    private void awaitBegun(BridgeProcess bridge) {
        Scene.await(LIMIT, () -> bridge.status("/api/jobs") == 200, bridge::log);
        Scene.await(
                LIMIT,
                () -> new Status(bridge).task("placed").path("state").asText().equals("streaming"),
                bridge::log);
        Jobs jobs = new Jobs(bridge);
        for (String task : new String[] {"placed", "swapped"}) {
            if (jobs.last(task).isMissingNode() || state(bridge, task).equals("done")) {
                swappedIsWhole |= task.equals("swapped");
                jobs.order(task, "{}");
            }
        }
        Scene.await(
                LIMIT,
                () -> isAtWork(bridge) || state(bridge, "swapped").equals("done"),
                bridge::log);
    }

    private static boolean isAtWork(BridgeProcess bridge) {
        return AT_WORK.contains(state(bridge, "placed"))
                || AT_WORK.contains(state(bridge, "swapped"));
    }

    private static String state(BridgeProcess bridge, String task) {
        return new Jobs(bridge).last(task).path("state").asText();
    }
}
