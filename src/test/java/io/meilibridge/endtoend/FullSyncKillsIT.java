package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The process killed at random while full syncs read, remove and swap, and rows change. Each start
/// goes on with what was open; where nothing is, another full sync is ordered, so that the next
/// kill hits one too. `-Dmeilibridge.test.seed` repeats a run's choices.
class FullSyncKillsIT {

    private static final int KILLS = Integer.getInteger("meilibridge.kills", 20);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int ROWS = 30_000;
    private static final Set<String> AT_WORK = Set.of("reading", "removing", "swapping");

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(strings = {"in_place", "swap"})
    void full_syncs_go_on_however_often_they_are_killed(String mode) throws Exception {
        try (Scene scene = RunningScene.prepared(18, "kills_" + mode, Churn.table("item", ROWS))) {
            scene.configure(
                    "sync_tasks: [ { id: item, table: item, full_sync: { mode: %s } } ]\n"
                            .formatted(mode));
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(10));
            int hits = killAgainAndAgain(scene, mode.equals("swap"));
            try (BridgeProcess bridge = scene.startStreaming()) {
                new Jobs(bridge).awaitNoneOpen(LIMIT);
                scene.awaitEqual("item", "SELECT id, to_jsonb(item) FROM item", bridge, LIMIT);
                Scene.await(
                        LIMIT,
                        () -> !scene.meilisearch().hasIndex("item__meilibridge_rebuild"),
                        () -> "The other index is left over.\n" + bridge.log());
            }
            assertThat(hits).as("kills that hit a full sync").isGreaterThan(KILLS / 2);
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    /// @param keepsSearched whether what is searched stays whole, from the first end on
    /// @return how many of the kills hit a full sync
    private int killAgainAndAgain(Scene scene, boolean keepsSearched) throws Exception {
        Random random = new Random(seed);
        int hits = 0;
        boolean whole = false;
        try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (BridgeProcess bridge = scene.start()) {
                    whole |= awaitBegun(bridge);
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(600)).toNanos());
                    hits += AT_WORK.contains(state(bridge)) ? 1 : 0;
                    bridge.kill();
                }
                if (whole && keepsSearched) {
                    assertThat(scene.documents("item").size()).isGreaterThan(ROWS / 2);
                }
                Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
            }
        }
        return hits;
    }

    /// @return whether all was read before, so that it is read once more
    private static boolean awaitBegun(BridgeProcess bridge) {
        Scene.await(LIMIT, () -> bridge.status("/api/jobs") == 200, bridge::log);
        Scene.await(
                LIMIT,
                () -> new Status(bridge).task("item").path("state").asText().equals("streaming"),
                bridge::log);
        Jobs jobs = new Jobs(bridge);
        boolean isWhole = jobs.last("item").isMissingNode() || state(bridge).equals("done");
        if (isWhole) {
            jobs.order("item", "{}");
        }
        Scene.await(LIMIT, () -> !state(bridge).equals("waiting"), bridge::log);
        return isWhole;
    }

    private static String state(BridgeProcess bridge) {
        return new Jobs(bridge).last("item").path("state").asText();
    }
}
