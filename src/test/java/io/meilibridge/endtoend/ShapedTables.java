package io.meilibridge.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Tables of all shapes, their tasks, random changes of their rows, and what SQL says of their
/// documents: keys of several columns and of odd text, large values that stay, partitions that rows
/// move between, heirs, generated columns, quoted names, a full sync with a condition. Needs
/// [RunningScene]'s `document_id`.
final class ShapedTables {

    /// A text key of number `%s`.
    private static final String WORD = "E'w\\t\\\\' || %s || E'/ü€𝄞_\\n'";

    static final String[] SCHEMA = {
        "CREATE TABLE pair (a int, b text, v int, PRIMARY KEY (a, b))",
        "INSERT INTO pair SELECT n, 'b ' || n % 3, 0 FROM generate_series(1, 3000) n",
        "CREATE TABLE word (word text PRIMARY KEY, v int)",
        "INSERT INTO word SELECT " + WORD.formatted("n") + ", 0 FROM generate_series(1, 1500) n",
        "CREATE TABLE large (id int PRIMARY KEY, v int, body text)",
        "ALTER TABLE large ALTER body SET STORAGE EXTERNAL",
        "INSERT INTO large SELECT n, 0, repeat(md5(n::text), 65536) FROM generate_series(1, 12) n",
        "CREATE TABLE parted (id int, at int, v int, pad text, PRIMARY KEY (id, at))"
                + " PARTITION BY RANGE (at)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE parted_2 (pad text, v int, at int NOT NULL, id int NOT NULL,"
                + " PRIMARY KEY (id, at))",
        "ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES FROM (100) TO (1000)",
        "INSERT INTO parted SELECT n, n % 200, 0, repeat('pad', 300) FROM"
                + " generate_series(1, 2500) n",
        "CREATE TABLE parent (id int PRIMARY KEY, v int)",
        "CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent)",
        "INSERT INTO parent SELECT n, 0 FROM generate_series(1, 1000) n",
        "INSERT INTO child SELECT n, 0 FROM generate_series(100001, 101000) n",
        "CREATE TABLE counted (id int PRIMARY KEY, v int, twice int GENERATED ALWAYS AS (v * 2)"
                + " STORED)",
        "INSERT INTO counted SELECT n, 0 FROM generate_series(1, 1000) n",
        "CREATE TABLE \"Select\" (\"or der\" int PRIMARY KEY, \"V\"\"\" int)",
        "INSERT INTO \"Select\" SELECT n, 0 FROM generate_series(1, 1000) n",
        "CREATE TABLE cheap (id int PRIMARY KEY, v int, touched boolean DEFAULT false, pad text)",
        "ALTER TABLE cheap ALTER pad SET STORAGE EXTERNAL",
        "INSERT INTO cheap SELECT n, n, false, repeat(md5(n::text), 100) FROM"
                + " generate_series(1, 2000) n",
    };

    static final String TASKS =
            """
            sync_tasks:
              - { id: pair, table: pair }
              - { id: word, table: word }
              - { id: large, table: large }
              - { id: parted, table: parted, full_sync: { parallelism: 2 } }
              - { id: parent, table: parent }
              - { id: counted, table: counted }
              - { id: quoted, table: 'public."Select"', index: quoted }
              - { id: cheap, table: cheap, full_sync: { where: 'v <= 1000' } }
            """;

    /// For a publication.
    static final String NAMES = "pair, word, large, parted, parent, counted, \"Select\", cheap";

    private ShapedTables() {}

    /// The next statement of a writer; it may come upon a key that is taken.
    static String change(Random random) {
        int v = 1 + random.nextInt(1_000_000);
        return switch (random.nextInt(17)) {
            case 0, 1 -> pair(random, v);
            case 2, 3 -> word(random, v);
            case 4 -> large(random, v);
            case 5, 6, 7, 8 -> parted(random, v);
            case 9 -> plain(random, "parent", "id", "v", 0, v);
            case 10 -> plain(random, "child", "id", "v", 100_000, v);
            case 11, 12 -> plain(random, "counted", "id", "v", 0, v);
            case 13 -> plain(random, "\"Select\"", "\"or der\"", "\"V\"\"\"", 0, v);
            default -> cheap(random);
        };
    }

    private static String pair(Random random, int v) {
        int a = 1 + random.nextInt(3000);
        String b = "'b " + random.nextInt(3) + "'";
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM pair WHERE a = %d".formatted(a);
            case 1 -> "INSERT INTO pair VALUES (%d, %s, %d)".formatted(a, b, v);
            case 2 -> "UPDATE pair SET b = 'moved ' || b, v = %2$d WHERE a = %1$d".formatted(a, v);
            default -> "UPDATE pair SET v = %2$d WHERE a = %1$d".formatted(a, v);
        };
    }

    private static String word(Random random, int v) {
        String word = WORD.formatted(1 + random.nextInt(1500));
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM word WHERE word = %s".formatted(word);
            case 1 -> "INSERT INTO word VALUES (%s, %d)".formatted(word, v);
            case 2 ->
                    "UPDATE word SET word = %s WHERE word = %s"
                            .formatted(WORD.formatted(1 + random.nextInt(3000)), word);
            default -> "UPDATE word SET v = %d WHERE word = %s".formatted(v, word);
        };
    }

    /// Two megabytes that the stream mostly does not send.
    private static String large(Random random, int v) {
        int id = 1 + random.nextInt(12);
        return switch (random.nextInt(40)) {
            case 0 -> "DELETE FROM large WHERE id = %d".formatted(id);
            case 1 ->
                    "INSERT INTO large VALUES (%1$d, %2$d, repeat(md5('%2$d'), 65536))"
                            .formatted(id, v);
            case 2 -> "UPDATE large SET id = %d WHERE id = %d".formatted(13 - id, id);
            default -> "UPDATE large SET v = %d WHERE id = %d".formatted(v, id);
        };
    }

    private static String parted(Random random, int v) {
        int id = 1 + random.nextInt(2500);
        int at = random.nextInt(200);
        return switch (random.nextInt(6)) {
            case 0 -> "DELETE FROM parted WHERE id = %d".formatted(id);
            case 1 -> "INSERT INTO parted VALUES (%d, %d, %d, 'made')".formatted(id, at, v);
            case 2 -> "UPDATE parted SET at = %2$d WHERE id = %1$d".formatted(id, at);
            case 3 -> "UPDATE parted SET at = (at + 100) %% 200 WHERE id = %d".formatted(id);
            default -> "UPDATE parted SET v = %2$d WHERE id = %1$d".formatted(id, v);
        };
    }

    private static String plain(
            Random random, String table, String key, String value, int first, int v) {
        int id = first + 1 + random.nextInt(1000);
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM ONLY %s WHERE %s = %d".formatted(table, key, id);
            case 1 -> "INSERT INTO %s (%s, %s) VALUES (%d, %d)".formatted(table, key, value, id, v);
            case 2 ->
                    "UPDATE ONLY %1$s SET %2$s = %4$d WHERE %2$s = %3$d"
                            .formatted(table, key, id, first + 1 + random.nextInt(2000));
            default ->
                    "UPDATE ONLY %s SET %s = %d WHERE %s = %d".formatted(table, value, v, key, id);
        };
    }

    /// What the condition leaves out has a document from its first change on.
    private static String cheap(Random random) {
        int id = 1 + random.nextInt(2000);
        int v = 1 + random.nextInt(2000);
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM cheap WHERE id = %d".formatted(id);
            case 1 -> "INSERT INTO cheap VALUES (%d, %d, true, 'made')".formatted(id, v);
            case 2 ->
                    "UPDATE cheap SET id = %d, touched = true WHERE id = %d"
                            .formatted(1 + random.nextInt(2500), id);
            default -> "UPDATE cheap SET v = %d, touched = true WHERE id = %d".formatted(v, id);
        };
    }

    /// By index, what its documents have to be: the id, and the document as JSON.
    static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("pair", encoded("pair", "document_id(a::text, b)"));
        expected.put("word", encoded("word", "document_id(word)"));
        expected.put("parted", encoded("parted", "document_id(id::text, at::text)"));
        expected.put("large", "SELECT id, to_jsonb(t) FROM large t");
        expected.put("parent", "SELECT id, to_jsonb(t) FROM parent t");
        expected.put("counted", "SELECT id, to_jsonb(t) - 'twice' FROM counted t");
        expected.put("quoted", "SELECT \"or der\", to_jsonb(t) FROM \"Select\" t");
        expected.put("cheap", "SELECT id, to_jsonb(t) FROM cheap t WHERE v <= 1000 OR touched");
        return expected;
    }

    private static String encoded(String table, String id) {
        return "SELECT %1$s, to_jsonb(t) || jsonb_build_object('_id', %1$s) FROM %2$s t"
                .formatted(id, table);
    }
}
