package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.event.Lsn;
import java.sql.Connection;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Inserts, updates, deletes and key changes of tables with keys of all kinds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowsIT {

    private static final String TASKS =
            """
            error_handling: { dead_letter_queue: { enabled: false } }
            sync_tasks:
              - { id: plain, table: public.plain }
              - { id: uuids, table: uuids }
              - { id: composite, table: composite }
              - { id: texts, table: texts }
              - { id: raw, table: raw, document_id: raw }
              - { id: refused, table: refused, document_id: raw }
              - { id: whole, table: whole, primary_key: id }
              - { id: indexed, table: indexed }
              - { id: customers, table: customers }
              - { id: orders, table: orders }
              - { id: undone, table: undone }
              - { id: quoted, table: '"odd schema"."Select"', index: quoted }
              - { id: east, table: east.items, index: east-items }
              - { id: west, table: west.items, index: west-items }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        running =
                RunningScene.start(
                        "rows",
                        TASKS,
                        "CREATE TABLE plain (id bigint PRIMARY KEY, name text, amount numeric)",
                        "CREATE TABLE uuids (id uuid PRIMARY KEY, name text)",
                        "CREATE TABLE composite (note text, b text, a int, PRIMARY KEY (a, b))",
                        "CREATE TABLE texts (code text PRIMARY KEY, value int)",
                        "CREATE TABLE raw (code text PRIMARY KEY, value int)",
                        "CREATE TABLE refused (code text PRIMARY KEY, value int)",
                        "CREATE TABLE whole (id int PRIMARY KEY, name text, extra text)",
                        "ALTER TABLE whole REPLICA IDENTITY FULL",
                        "CREATE TABLE indexed (id int, sku int NOT NULL, name text)",
                        "CREATE UNIQUE INDEX indexed_sku ON indexed (sku)",
                        "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_sku",
                        "CREATE TABLE customers (id int PRIMARY KEY, name text)",
                        "CREATE TABLE orders (id int PRIMARY KEY, customer int, total numeric)",
                        "CREATE TABLE undone (id int PRIMARY KEY, name text)",
                        "CREATE SCHEMA \"odd schema\"",
                        "CREATE TABLE \"odd schema\".\"Select\" (id int PRIMARY KEY, \"order\" int,"
                                + " \"with space\" text, \"Größe\" text,"
                                + " \"a\"\"b\" text, \"x.y\" int)",
                        "CREATE SCHEMA east",
                        "CREATE SCHEMA west",
                        "CREATE TABLE east.items (id int PRIMARY KEY, name text)",
                        "CREATE TABLE west.items (id int PRIMARY KEY, weight int)");
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    @Test
    void inserts_updates_and_deletes_arrive() throws Exception {
        running.sql(
                "INSERT INTO plain SELECT n, 'row ' || n, n / 7.0 FROM generate_series(1, 3000) n",
                "INSERT INTO plain VALUES (-1, NULL, NULL), (9223372036854775807, '', 0)",
                "UPDATE plain SET name = name || ' changed', amount = NULL WHERE id % 5 = 0",
                "DELETE FROM plain WHERE id % 11 = 0",
                "INSERT INTO plain SELECT n, 'again', 1 FROM generate_series(11, 99, 11) n");
        running.awaitRows("plain", "plain", "id");
        running.transaction(
                "INSERT INTO plain VALUES (5000, 'one', 1)",
                "UPDATE plain SET name = 'two' WHERE id = 5000",
                "DELETE FROM plain WHERE id = 5000",
                "INSERT INTO plain VALUES (5001, 'stays', 1)",
                "DELETE FROM plain WHERE id = 1",
                "INSERT INTO plain VALUES (1, 'back', 2)");
        running.awaitRows("plain", "plain", "id");
    }

    @Test
    void a_changed_key_moves_the_document() throws Exception {
        running.sql(
                "INSERT INTO uuids SELECT gen_random_uuid(), 'row ' || n"
                        + " FROM generate_series(1, 50) n",
                "UPDATE uuids SET id = gen_random_uuid() WHERE name LIKE '%5'",
                "UPDATE uuids SET id = gen_random_uuid(), name = name || ' moved'"
                        + " WHERE name LIKE '%6'",
                "DELETE FROM uuids WHERE name LIKE '%7'");
        running.awaitRows("uuids", "uuids", "id");
    }

    @Test
    void keys_of_several_columns_make_one_id() throws Exception {
        running.sql(
                "INSERT INTO composite VALUES ('x', 'y', 1), ('x', '', 1), ('x', 'y_', 1),"
                        + " ('x', '_', 2), ('x', '__', 2), ('x', 'ä b', 3)",
                "UPDATE composite SET note = NULL WHERE a = 2",
                "UPDATE composite SET b = 'Y', note = 'moved' WHERE b = 'y'",
                "UPDATE composite SET a = a + 10 WHERE a = 2",
                "DELETE FROM composite WHERE b = ''");
        running.awaitEncodedRows("composite", "composite", "a::text", "b");
    }

    @Test
    void texts_of_any_kind_are_keys() throws Exception {
        running.sql(
                "INSERT INTO texts VALUES ('plain', 1), ('', 2), ('_', 3), ('a b', 4), ('a_20b',"
                        + " 5), ('grüße/日本', 6), (E'tab\\tnew\\nline', 7), ('\"quoted\\', 8), ('😀',"
                        + " 9)",
                "INSERT INTO texts SELECT repeat('long ', n), n FROM generate_series(84, 200) n",
                "UPDATE texts SET value = -value WHERE value % 3 = 0",
                "UPDATE texts SET code = code || '!' WHERE value IN (1, 2, 200)",
                "DELETE FROM texts WHERE value IN (4, 8, 100)");
        running.awaitEncodedRows("texts", "texts", "code");
    }

    @Test
    void a_text_key_can_be_the_id_as_it_is() throws Exception {
        running.sql(
                "INSERT INTO raw VALUES ('A-1', 1), ('b_2', 2), ('C3', 3)",
                "UPDATE raw SET code = 'D4' WHERE value = 3",
                "DELETE FROM raw WHERE value = 1");
        running.awaitRows("raw", "raw", "code");
    }

    @Test
    void a_task_stops_before_a_row_that_cannot_be_a_document() throws Exception {
        running.sql("INSERT INTO refused VALUES ('good', 1)");
        running.awaitRows("refused", "refused", "code");
        running.sql("INSERT INTO refused VALUES ('no id!', 2)");
        Lsn after = Lsn.parse(running.scene().value("SELECT pg_current_wal_insert_lsn()"));
        running.sql("INSERT INTO refused VALUES ('later', 3)");
        JsonNode task =
                new Status(running.bridge()).awaitTask("refused", "stopped", RunningScene.LIMIT);
        assertThat(task.path("last_error").path("code").asText()).isEqualTo("INVALID_DOCUMENT_ID");
        assertThat(Lsn.parse(task.path("checkpoint").path("lsn").asText())).isLessThan(after);
        assertThat(running.scene().documents("refused")).containsOnlyKeys("good");
    }

    @Test
    void a_table_may_send_whole_old_rows() throws Exception {
        running.sql(
                "INSERT INTO whole SELECT n, 'row ' || n, NULL FROM generate_series(1, 100) n",
                "UPDATE whole SET extra = 'more' WHERE id % 2 = 0",
                "UPDATE whole SET id = id + 1000 WHERE id % 3 = 0",
                "DELETE FROM whole WHERE id % 5 = 0");
        running.awaitRows("whole", "whole", "id");
    }

    @Test
    void the_index_of_the_replica_identity_can_be_the_key() throws Exception {
        running.sql(
                "INSERT INTO indexed SELECT n, n * 7, 'row ' || n FROM generate_series(1, 100) n",
                "UPDATE indexed SET id = -id WHERE id % 2 = 0",
                "UPDATE indexed SET sku = sku + 10000 WHERE id % 3 = 0",
                "DELETE FROM indexed WHERE id % 5 = 0");
        running.awaitRows("indexed", "indexed", "sku");
    }

    @Test
    void a_transaction_over_several_tables_arrives_in_all() throws Exception {
        for (int n = 1; n <= 20; n++) {
            running.transaction(
                    "INSERT INTO customers VALUES (%d, 'customer')".formatted(n),
                    ("INSERT INTO orders SELECT %1$d * 10 + k, %1$d, k * 1.5"
                                    + " FROM generate_series(0, 9) k")
                            .formatted(n),
                    "UPDATE customers SET name = 'with orders' WHERE id = %d".formatted(n),
                    "DELETE FROM orders WHERE customer = %d AND total > 10".formatted(n));
        }
        running.awaitRows("customers", "customers", "id");
        running.awaitRows("orders", "orders", "id");
    }

    @Test
    void what_was_rolled_back_never_arrives() throws Exception {
        Scene scene = running.scene();
        try (Connection connection = scene.server().connect(scene.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO undone VALUES (1, 'rolled back')");
            connection.rollback();
            statement.execute("INSERT INTO undone VALUES (2, 'kept')");
            Savepoint outer = connection.setSavepoint();
            statement.execute("INSERT INTO undone VALUES (3, 'to the savepoint')");
            statement.execute("UPDATE undone SET name = 'overwritten'");
            connection.rollback(outer);
            Savepoint inner = connection.setSavepoint();
            statement.execute("INSERT INTO undone VALUES (4, 'released')");
            connection.releaseSavepoint(inner);
            connection.commit();
        }
        running.awaitRows("undone", "undone", "id");
        running.sql("INSERT INTO undone VALUES (5, 'last')");
        running.awaitRows("undone", "undone", "id");
    }

    @Test
    void quoted_and_reserved_names_are_names() throws Exception {
        running.sql(
                "INSERT INTO \"odd schema\".\"Select\" VALUES (1, 2, 'x', 'groß', 'q', 3)",
                "UPDATE \"odd schema\".\"Select\" SET \"order\" = 5, \"x.y\" = NULL WHERE id = 1",
                "INSERT INTO \"odd schema\".\"Select\" VALUES (3, 4), (2, 1)",
                "DELETE FROM \"odd schema\".\"Select\" WHERE id = 2");
        running.awaitRows("quoted", "\"odd schema\".\"Select\"", "id");
    }

    @Test
    void tables_of_one_name_in_two_schemas_are_two() throws Exception {
        running.sql(
                "INSERT INTO east.items SELECT n, 'east ' || n FROM generate_series(1, 10) n",
                "INSERT INTO west.items SELECT n, n * 2 FROM generate_series(5, 15) n",
                "DELETE FROM east.items WHERE id = 7",
                "UPDATE west.items SET weight = 0 WHERE id = 7");
        running.awaitRows("east-items", "east.items", "id");
        running.awaitRows("west-items", "west.items", "id");
    }
}
