package io.meilibridge.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Tables whose tasks have rules, random changes of their rows, and what SQL says of their
/// documents: a filter beside large values, both ways of soft deletion, tables that share an index,
/// some of them truncated again and again. Needs [RunningScene]'s `document_id`.
final class RuledTables {

    private static final int ROWS = 400;

    static final String[] SCHEMA = {
        "CREATE TABLE filtered (id int PRIMARY KEY, v int, state text, body text)",
        "ALTER TABLE filtered ALTER body SET STORAGE EXTERNAL",
        "INSERT INTO filtered SELECT n, 0, (ARRAY['live', 'old', NULL])[1 + n % 3],"
                + " repeat(md5(n::text), 100) FROM generate_series(1, 400) n",
        "CREATE TABLE removed (id int PRIMARY KEY, v int, state text)",
        "CREATE TABLE marked (id int PRIMARY KEY, v int, gone boolean)",
        "CREATE TABLE cats (id int PRIMARY KEY, v int)",
        "CREATE TABLE dogs (id text PRIMARY KEY, v int)",
        "CREATE TABLE emptied (id int PRIMARY KEY, v int)",
    };

    /// Items of `sync_tasks`.
    static final String TASKS =
            """
              - { id: filtered, table: filtered,
                  filter: { conditions: [ { field: state, op: equals, value: live } ] } }
              - { id: removed, table: removed,
                  soft_delete: { field: state, delete_values: [ deleted, gone ] } }
              - { id: marked, table: marked, soft_delete: { field: gone, strategy: mark } }
              - { id: cats, table: cats, index: animals }
              - { id: dogs, table: dogs, index: animals, id_prefix: hound }
              - { id: emptied, table: emptied }
            """;

    private RuledTables() {}

    static String change(Random random) {
        int id = 1 + random.nextInt(ROWS);
        int v = 1 + random.nextInt(1_000_000);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> filtered(random, id, v);
            case 3, 4 -> removed(random, id, v);
            case 5, 6 -> marked(random, id, v);
            case 7 -> plain(random, "cats", String.valueOf(id), v);
            case 8, 9 -> plain(random, "dogs", "'dog " + id + "'", v);
            case 10 -> random.nextInt(100) == 0 ? "TRUNCATE cats" : row("cats", id, v);
            default -> random.nextInt(50) == 0 ? "TRUNCATE emptied" : row("emptied", id, v);
        };
    }

    private static String filtered(Random random, int id, int v) {
        String state = random.nextBoolean() ? "live" : "old";
        return switch (random.nextInt(6)) {
            case 0 -> "DELETE FROM filtered WHERE id = %d".formatted(id);
            case 1 ->
                    "INSERT INTO filtered VALUES (%d, %d, '%s', repeat('new', 1000))"
                            .formatted(id, v, state);
            case 2 ->
                    "UPDATE filtered SET id = %d, v = %d WHERE id = %d"
                            .formatted(1 + random.nextInt(2 * ROWS), v, id);
            case 3, 4 -> "UPDATE filtered SET state = '%s' WHERE id = %d".formatted(state, id);
            default -> "UPDATE filtered SET v = %d WHERE id = %d".formatted(v, id);
        };
    }

    private static String removed(Random random, int id, int v) {
        String state = new String[] {"live", "deleted", "gone"}[random.nextInt(3)];
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM removed WHERE id = %d".formatted(id);
            case 1 ->
                    "UPDATE removed SET state = '%s', v = %d WHERE id = %d".formatted(state, v, id);
            default ->
                    ("INSERT INTO removed VALUES (%1$d, %2$d, '%3$s') ON CONFLICT (id)"
                                    + " DO UPDATE SET v = %2$d")
                            .formatted(id, v, state);
        };
    }

    private static String marked(Random random, int id, int v) {
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM marked WHERE id = %d".formatted(id);
            case 1 -> "UPDATE marked SET gone = NOT gone WHERE id = %d".formatted(id);
            default ->
                    ("INSERT INTO marked VALUES (%1$d, %2$d, false) ON CONFLICT (id)"
                                    + " DO UPDATE SET v = %2$d")
                            .formatted(id, v);
        };
    }

    private static String plain(Random random, String table, String id, int v) {
        return random.nextInt(4) == 0
                ? "DELETE FROM %s WHERE id = %s".formatted(table, id)
                : "INSERT INTO %1$s VALUES (%2$s, %3$d) ON CONFLICT (id) DO UPDATE SET v = %3$d"
                        .formatted(table, id, v);
    }

    private static String row(String table, int id, int v) {
        return "INSERT INTO %1$s VALUES (%2$d, %3$d) ON CONFLICT (id) DO UPDATE SET v = %3$d"
                .formatted(table, id, v);
    }

    /// By index, what its documents have to be: the id, and the document as JSON.
    static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("filtered", "SELECT id, to_jsonb(t) FROM filtered t WHERE state = 'live'");
        expected.put(
                "removed",
                "SELECT id, to_jsonb(t) FROM removed t"
                        + " WHERE state NOT IN ('deleted', 'gone') OR state IS NULL");
        expected.put(
                "marked",
                "SELECT id, to_jsonb(t) || jsonb_build_object('_deleted', gone IS TRUE) FROM marked t");
        expected.put(
                "animals",
                "SELECT i, d || jsonb_build_object('_id', i) FROM ("
                        + "SELECT document_id('cats', id::text) i, to_jsonb(c) d FROM cats c"
                        + " UNION ALL SELECT document_id('hound', id), to_jsonb(d) FROM dogs d)"
                        + " both_tables");
        expected.put("emptied", "SELECT id, to_jsonb(t) FROM emptied t");
        return expected;
    }
}
