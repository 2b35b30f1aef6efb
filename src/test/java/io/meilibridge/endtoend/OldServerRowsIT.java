package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The most of it in short, on the oldest server that is supported.
class OldServerRowsIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: rows, table: old_rows }
              - { id: texts, table: old_texts }
              - { id: parts, table: old_parts }
              - { id: live, table: old_rows, index: live,
                  filter: { conditions: [ { field: state, op: equals, value: live } ] } }
            """;

    @Test
    void rows_of_postgresql_14_arrive() throws Exception {
        try (RunningScene running =
                RunningScene.start(
                        14,
                        "old_server",
                        TASKS,
                        "CREATE TABLE old_rows (id int PRIMARY KEY, state text, at timestamp,"
                                + " price numeric, tags text[], data jsonb, body text)",
                        "ALTER TABLE old_rows ALTER body SET STORAGE EXTERNAL",
                        "CREATE TABLE old_texts (code text PRIMARY KEY, n int)",
                        "CREATE TABLE old_parts (id int PRIMARY KEY, n int)"
                                + " PARTITION BY RANGE (id)",
                        "CREATE TABLE old_low PARTITION OF old_parts FOR VALUES FROM (0) TO (50)",
                        "CREATE TABLE old_high PARTITION OF old_parts"
                                + " FOR VALUES FROM (50) TO (500)")) {
            running.sql(
                    "INSERT INTO old_rows SELECT n, 'live', '2024-01-31 13:37:00', n / 4.0,"
                            + " ARRAY['a', NULL], '{\"a\": [1]}', repeat(md5(n::text), 300)"
                            + " FROM generate_series(1, 100) n",
                    "UPDATE old_rows SET state = 'gone' WHERE id % 3 = 0",
                    "UPDATE old_rows SET id = id + 1000 WHERE id % 7 = 0",
                    "UPDATE old_rows SET state = 'live' WHERE id % 9 = 0",
                    "DELETE FROM old_rows WHERE id % 10 = 0",
                    "INSERT INTO old_texts VALUES ('a b', 1), ('ü', 2)",
                    "UPDATE old_texts SET code = 'c/d' WHERE n = 1",
                    "INSERT INTO old_parts SELECT n, n FROM generate_series(1, 99) n",
                    "UPDATE old_parts SET id = id + 100 WHERE id < 5");
            running.awaitRows("old_rows", "old_rows", "id");
            running.awaitEqual(
                    "live", "SELECT id, to_jsonb(r) FROM old_rows r WHERE state = 'live'");
            running.awaitEncodedRows("old_texts", "old_texts", "code");
            running.awaitRows("old_parts", "old_parts", "id");
            running.sql(
                    "ALTER TABLE old_texts ADD COLUMN more int",
                    "TRUNCATE old_parts, old_rows",
                    "INSERT INTO old_texts VALUES ('new', 3, 4)",
                    "UPDATE old_texts SET more = 5");
            running.awaitEncodedRows("old_texts", "old_texts", "code");
            running.awaitRows("old_parts", "old_parts", "id");
            running.awaitRows("old_rows", "old_rows", "id");
            assertThat(running.bridge().terminate(Duration.ofSeconds(30))).isZero();
        }
    }
}
