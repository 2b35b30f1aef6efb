package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Tables of all shapes whose rows were there before the slot, some of them changing meanwhile.
class FullSyncTablesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String[] TABLES = {
        "CREATE TABLE nothing (id int PRIMARY KEY, v text)",
        "CREATE TABLE one (id int PRIMARY KEY, v text)",
        "INSERT INTO one VALUES (1, 'alone')",
        "CREATE TABLE pair (a int, b text, v text, PRIMARY KEY (a, b))",
        "INSERT INTO pair SELECT n, 'b ' || n, 'v' FROM generate_series(1, 3000) n",
        "CREATE TABLE word (word text PRIMARY KEY, v text)",
        "INSERT INTO word SELECT E'w\\t\\\\\\n ' || n || ' ü€𝄞_', E'v\\\\N\\t' || n FROM"
                + " generate_series(1, 500) n",
        "INSERT INTO word VALUES ('', 'empty'), (repeat('long', 200), NULL)",
        "CREATE TABLE large (id int PRIMARY KEY, v text)",
        "ALTER TABLE large ALTER v SET STORAGE EXTERNAL",
        "INSERT INTO large SELECT n, repeat(md5(n::text), 65536) FROM generate_series(1, 12) n",
        "CREATE TABLE parted (id int, at int, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE parted_2 (v text, at int NOT NULL, id int NOT NULL, PRIMARY KEY (id, at))",
        "ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES FROM (100) TO (1000)",
        "INSERT INTO parted SELECT n, n % 200, 'v' || n FROM generate_series(1, 2000) n",
        "CREATE TABLE parent (id int PRIMARY KEY, v text)",
        "CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent)",
        "INSERT INTO parent SELECT n, 'parent' FROM generate_series(1, 50) n",
        "INSERT INTO child SELECT n, 'child' FROM generate_series(51, 100) n",
        "CREATE TABLE counted (id int PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2)"
                + " STORED)",
        "INSERT INTO counted (id, n) SELECT n, n FROM generate_series(1, 100) n",
        "CREATE TABLE \"Select\" (\"or der\" int PRIMARY KEY, \"A\"\"b\" text)",
        "INSERT INTO \"Select\" VALUES (1, 'quoted')",
        "CREATE TABLE cheap (id int PRIMARY KEY, price int, v text)",
        "ALTER TABLE cheap ALTER v SET STORAGE EXTERNAL",
        "INSERT INTO cheap SELECT n, n, repeat(md5(n::text), 100) FROM generate_series(1, 200) n",
    };

    private static final String TASKS =
            """
            sync_tasks:
              - { id: nothing, table: nothing }
              - { id: one, table: one }
              - { id: pair, table: pair }
              - { id: word, table: word }
              - { id: large, table: large }
              - { id: parted, table: parted }
              - { id: parent, table: parent }
              - { id: counted, table: counted }
              - { id: quoted, table: 'public."Select"', index: quoted }
              - { id: cheap, table: cheap, full_sync: { where: 'price <= 100', parallelism: 3 } }
            """;

    @Test
    void tables_of_every_shape_are_read() throws Exception {
        try (Scene scene = RunningScene.prepared(18, "shapes_read", TABLES)) {
            scene.configure(TASKS);
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql(
                        "UPDATE pair SET v = 'changed' WHERE a % 7 = 0",
                        "UPDATE pair SET b = 'moved' WHERE a % 11 = 0",
                        "DELETE FROM parted WHERE id % 13 = 0",
                        "UPDATE parted SET at = at + 1 WHERE id % 17 = 0",
                        "UPDATE child SET v = 'changed' WHERE id > 90",
                        // What the condition leaves out comes when it changes, and whole.
                        "UPDATE cheap SET price = -1 WHERE id IN (1, 2, 150, 151)");
                for (String task : new String[] {"nothing", "large", "cheap"}) {
                    new Jobs(bridge).awaitLast(task, "done", LIMIT);
                }
                rows(scene, bridge, "nothing", "id", "nothing");
                rows(scene, bridge, "one", "id", "one");
                encoded(scene, bridge, "pair", "document_id(a::text, b)");
                encoded(scene, bridge, "word", "document_id(word)");
                rows(scene, bridge, "large", "id", "large");
                encoded(scene, bridge, "parted", "document_id(id::text, at::text)");
                rows(scene, bridge, "parent", "id", "parent");
                scene.awaitEqual(
                        "counted",
                        "SELECT id, to_jsonb(t) - 'twice' FROM counted t",
                        bridge,
                        LIMIT);
                rows(scene, bridge, "quoted", "\"or der\"", "\"Select\"");
                scene.awaitEqual(
                        "cheap",
                        "SELECT id, to_jsonb(t) FROM cheap t WHERE price <= 100",
                        bridge,
                        LIMIT);
                assertThat(scene.documents("cheap")).hasSize(102);
            }
        }
    }

    private static void rows(
            Scene scene, BridgeProcess bridge, String index, String key, String table)
            throws Exception {
        scene.awaitEqual(
                index, "SELECT " + key + ", to_jsonb(t) FROM " + table + " t", bridge, LIMIT);
    }

    private static void encoded(Scene scene, BridgeProcess bridge, String table, String id)
            throws Exception {
        scene.awaitEqual(
                table,
                "SELECT %1$s, to_jsonb(t) || jsonb_build_object('_id', %1$s) FROM %2$s t"
                        .formatted(id, table),
                bridge,
                LIMIT);
    }
}
