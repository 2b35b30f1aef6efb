package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents whose rows went, or stopped to match, while nobody looked (HAZARDS E4): a full sync
/// removes them, and nothing else, while rows change.
class VanishedRowsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_full_sync_removes_what_is_gone_while_rows_change(int major) throws Exception {
        int rows = 8_000;
        try (Scene scene = RunningScene.prepared(major, "vanished", Churn.table("item", rows))) {
            scene.configure("sync_tasks: [ { id: item, table: public.item, index: item } ]\n");
            String items = "SELECT id, to_jsonb(item) FROM item";
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.awaitEqual("item", items, bridge, LIMIT);
                bridge.terminate(Duration.ofSeconds(30));
            }
            forget(scene);
            scene.sql("DELETE FROM item WHERE id % 3 = 0", "UPDATE item SET id = -id WHERE id < 9");
            try (BridgeProcess bridge = scene.start()) {
                try (Churn _ = new Churn(scene, "item", rows, seed)) {
                    new Status(bridge).awaitStopped(LIMIT);
                    assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("waiting");
                    new Jobs(bridge).awaitLast("item", "done", LIMIT);
                }
                scene.awaitEqual("item", items, bridge, LIMIT);
                assertThat(bridge.log()).contains("documents of rows that are gone");
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    /// The slot is gone: what happens now is not in any stream.
    private static void forget(Scene scene) throws Exception {
        Scene.await(LIMIT, () -> !scene.isSlotActive(), () -> "The slot stays active.");
        scene.sql("SELECT pg_drop_replication_slot('" + scene.slot() + "')");
    }

    @Test
    void keys_and_rules_of_all_kinds_are_looked_at() throws Exception {
        try (Scene scene =
                RunningScene.prepared(
                        18,
                        "vanished_kinds",
                        "CREATE TABLE pair (a text, b date, v text, PRIMARY KEY (a, b))",
                        "INSERT INTO pair SELECT 'ä_' || n || '/', date '2024-01-01' + n, 'v' FROM"
                                + " generate_series(1, 50) n",
                        "CREATE TABLE word (word text PRIMARY KEY, v text)",
                        "INSERT INTO word VALUES ('', 'empty'), ('_', 'line'), ('a__b', 'two'),"
                                + " (repeat('long', 300), 'digest')",
                        "CREATE TABLE live (id uuid PRIMARY KEY, active boolean, gone boolean)",
                        "INSERT INTO live SELECT md5(n::text)::uuid, true, false FROM"
                                + " generate_series(1, 30) n",
                        "CREATE TABLE cat (id int PRIMARY KEY, v text)",
                        "CREATE TABLE dog (id int PRIMARY KEY, v text)",
                        "INSERT INTO cat VALUES (1, 'tom'), (2, 'kit')",
                        "INSERT INTO dog VALUES (1, 'rex'), (2, 'bo')")) {
            scene.configure(
                    """
                    sync_tasks:
                      - { id: pair, table: pair }
                      - { id: word, table: word }
                      - { id: live, table: live,
                          filter: { conditions: [ { field: active, op: equals, value: true } ] },
                          soft_delete: { field: gone, strategy: remove } }
                      - { id: cat, table: cat, index: pets, id_prefix: cat }
                      - { id: dog, table: dog, index: pets, id_prefix: dog }
                    """);
            try (BridgeProcess bridge = scene.startStreaming()) {
                awaitAll(scene, bridge);
                bridge.terminate(Duration.ofSeconds(30));
            }
            forget(scene);
            scene.sql(
                    "DELETE FROM pair WHERE b > '2024-01-20'",
                    "DELETE FROM word WHERE word IN ('', 'a__b')",
                    "UPDATE live SET active = false WHERE id::text < '4'",
                    "UPDATE live SET gone = true WHERE id::text > 'c'",
                    "DELETE FROM cat WHERE id = 2",
                    "DELETE FROM dog WHERE id = 1");
            try (BridgeProcess bridge = scene.start()) {
                new Status(bridge).awaitStopped(LIMIT);
                assertThat(bridge.post("/api/v1/tasks/full-sync")).contains("waiting");
                awaitAll(scene, bridge);
            }
        }
    }

    private static void awaitAll(Scene scene, BridgeProcess bridge) throws Exception {
        scene.awaitEqual(
                "pair",
                "SELECT document_id(a, b::text), to_jsonb(p) || jsonb_build_object('_id',"
                        + " document_id(a, b::text)) FROM pair p",
                bridge,
                LIMIT);
        scene.awaitEqual(
                "word",
                "SELECT document_id(word), to_jsonb(w) || jsonb_build_object('_id',"
                        + " document_id(word)) FROM word w",
                bridge,
                LIMIT);
        scene.awaitEqual(
                "live",
                "SELECT id, to_jsonb(l) FROM live l WHERE active AND NOT gone",
                bridge,
                LIMIT);
        scene.awaitEqual(
                "pets",
                "SELECT p || '__' || id, to_jsonb(t) - 'p' || jsonb_build_object('_id', p || '__'"
                        + " || id) FROM (SELECT 'cat' AS p, * FROM cat UNION ALL SELECT 'dog', *"
                        + " FROM dog) t",
                bridge,
                LIMIT);
    }
}
