package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The process ended, as by SIGKILL, at each step of a full sync, while rows change: the start
/// after it brings the index to what the table holds.
class FullSyncHaltsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ROWS = 3_000;
    private static final String ITEMS = "SELECT id, to_jsonb(item) FROM item";

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "halt-before-slot",
                "halt-after-slot",
                "halt-in-chunk",
                "halt-between-chunks",
                "halt-before-note-deleted"
            })
    void a_first_start_goes_on_where_it_ended(String place) throws Exception {
        try (Scene scene = scene(place, "in_place")) {
            try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
                haltAt(scene, place);
            }
            isWholeAfterTheNextStart(scene);
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"halt-in-sweep"})
    void a_resync_goes_on_where_it_ended(String place) throws Exception {
        again(place, "in_place");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "halt-after-shadow",
                "halt-in-chunk",
                "halt-before-swap",
                "halt-after-swap",
                "halt-before-cleanup",
                "halt-before-note-deleted"
            })
    void a_rebuild_goes_on_where_it_ended(String place) throws Exception {
        again(place, "swap");
    }

    /// A full sync of an index that is filled.
    private void again(String place, String mode) throws Exception {
        try (Scene scene = scene(place, mode)) {
            isWholeAfterTheNextStart(scene);
            // What is not in any stream.
            scene.sql(
                    "SELECT pg_drop_replication_slot('" + scene.slot() + "')",
                    "DELETE FROM item WHERE id % 4 = 0");
            try (Churn _ = new Churn(scene, "item", ROWS, seed)) {
                haltAt(scene, place);
                assertThat(scene.documents("item").size())
                        .as("what is searched is whole")
                        .isGreaterThan(ROWS / 2);
            }
            isWholeAfterTheNextStart(scene);
            Scene.await(
                    LIMIT,
                    () -> !scene.meilisearch().hasIndex("item__meilibridge_rebuild"),
                    () -> "The other index is left over.");
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    private static Scene scene(String place, String mode) throws Exception {
        String name = (mode + "_" + place).replace('-', '_');
        Scene scene = Scene.open(PostgresServers.shared(18), name);
        // Of several chunks where it ends between two.
        int rows = place.equals("halt-between-chunks") ? 20 * ROWS : ROWS;
        scene.sql(Churn.table("item", rows));
        scene.configure(
                """
                sync_tasks: [ { id: item, table: item, full_sync: { mode: %s } } ]
                checkpoint: { recovery: { fallback_to_start: true } }
                """
                        .formatted(mode));
        return scene;
    }

    private static void haltAt(Scene scene, String place) throws Exception {
        try (BridgeProcess bridge = scene.start("-D" + Failpoints.PROPERTY + "=" + place)) {
            Scene.await(LIMIT, () -> !bridge.isAlive(), () -> "It does not halt.\n" + bridge.log());
        }
        Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
    }

    private static void isWholeAfterTheNextStart(Scene scene) throws Exception {
        try (BridgeProcess bridge = scene.startStreaming()) {
            new Jobs(bridge).awaitNoneOpen(LIMIT);
            scene.awaitEqual("item", ITEMS, bridge, LIMIT);
            assertThat(bridge.terminate(Duration.ofSeconds(30))).isZero();
        }
        Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
    }
}
