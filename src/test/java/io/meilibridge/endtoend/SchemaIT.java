package io.meilibridge.endtoend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tables whose columns change while they are streamed, without a full sync: what is written after
/// the change has the new shape, what was not touched since keeps the old one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: added, table: added, on_change: warn }
              - { id: dropped, table: dropped, on_change: warn }
              - { id: renamed, table: renamed, on_change: warn }
              - { id: retyped, table: retyped, on_change: warn }
              - { id: between, table: between, on_change: warn }
              - { id: filled, table: filled, on_change: warn, filter: {
                  conditions: [ { field: n, op: greater_than, value: 5 } ] },
                  mapping: { fields: { n: number } } }
              - { id: generated, table: generated, on_change: warn }
            """;

    private static final String COLUMNS = " (id int PRIMARY KEY, n int, name text, note text)";

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        running =
                RunningScene.start(
                        "schema_changes",
                        TASKS,
                        "CREATE TABLE added" + COLUMNS,
                        "CREATE TABLE dropped" + COLUMNS,
                        "CREATE TABLE renamed" + COLUMNS,
                        "CREATE TABLE retyped" + COLUMNS,
                        "CREATE TABLE between" + COLUMNS,
                        "CREATE TABLE filled" + COLUMNS,
                        "CREATE TABLE generated (id int PRIMARY KEY, n int,"
                                + " twice int GENERATED ALWAYS AS (n * 2) STORED, name text)");
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    private void fill(String table) throws Exception {
        running.sql(
                "INSERT INTO "
                        + table
                        + " SELECT n, n, 'row ' || n, 'note' FROM generate_series(1, 20) n");
        running.awaitRows(table, table, "id");
    }

    @Test
    void an_added_column_is_in_rows_written_after_it() throws Exception {
        fill("added");
        running.sql(
                "ALTER TABLE added ADD COLUMN extra text, ADD COLUMN level int DEFAULT 5",
                "INSERT INTO added VALUES (21, 21, 'new', 'note', 'x', 1)",
                "UPDATE added SET extra = 'y' WHERE id <= 5");
        running.awaitEqual(
                "added",
                "SELECT id, CASE WHEN id <= 5 OR id > 20 THEN to_jsonb(a)"
                        + " ELSE to_jsonb(a) - 'extra' - 'level' END FROM added a");
    }

    @Test
    void a_dropped_column_is_not_in_rows_written_after_it() throws Exception {
        fill("dropped");
        running.sql(
                "ALTER TABLE dropped DROP COLUMN n",
                "INSERT INTO dropped VALUES (21, 'new', 'note')",
                "UPDATE dropped SET note = 'changed' WHERE id <= 5");
        running.awaitEqual(
                "dropped",
                "SELECT id, CASE WHEN id <= 5 OR id > 20 THEN to_jsonb(d)"
                        + " ELSE to_jsonb(d) || jsonb_build_object('n', id) END FROM dropped d");
    }

    @Test
    void a_renamed_column_has_its_new_name_in_rows_written_after_it() throws Exception {
        fill("renamed");
        running.sql(
                "ALTER TABLE renamed RENAME COLUMN name TO title",
                "INSERT INTO renamed VALUES (21, 21, 'new', 'note')",
                "UPDATE renamed SET note = 'changed' WHERE id <= 5",
                "DELETE FROM renamed WHERE id = 6");
        running.awaitEqual(
                "renamed",
                "SELECT id, CASE WHEN id <= 5 OR id > 20 THEN to_jsonb(r)"
                        + " ELSE to_jsonb(r) - 'title' || jsonb_build_object('name', title) END"
                        + " FROM renamed r");
    }

    @Test
    void a_column_of_another_type_has_its_new_form_in_rows_written_after_it() throws Exception {
        fill("retyped");
        running.sql(
                "ALTER TABLE retyped ALTER COLUMN n TYPE text USING 'n' || n,"
                        + " ALTER COLUMN note TYPE jsonb USING jsonb_build_object('note', note)",
                "INSERT INTO retyped VALUES (21, 'text', 'new', '[1]')",
                "UPDATE retyped SET name = 'changed' WHERE id <= 5");
        running.awaitEqual(
                "retyped",
                "SELECT id, CASE WHEN id <= 5 OR id > 20 THEN to_jsonb(r)"
                        + " ELSE to_jsonb(r) || jsonb_build_object('n', id, 'note', 'note') END"
                        + " FROM retyped r");
    }

    @Test
    void a_change_inside_a_transaction_counts_from_there_on() throws Exception {
        running.transaction(
                "INSERT INTO between VALUES (1, 1, 'before', 'note')",
                "ALTER TABLE between ADD COLUMN extra int",
                "INSERT INTO between VALUES (2, 2, 'after', 'note', 7)",
                "ALTER TABLE between DROP COLUMN note",
                "INSERT INTO between VALUES (3, 3, 'last', 8)",
                "ALTER TABLE between RENAME COLUMN extra TO more",
                "UPDATE between SET name = 'changed' WHERE id = 2",
                "INSERT INTO between VALUES (4, 4, 'end', 9)");
        running.awaitEqual(
                "between",
                """
                SELECT id, CASE id
                    WHEN 1 THEN to_jsonb(b) - 'more' || '{"note": "note"}'
                    WHEN 3 THEN to_jsonb(b) - 'more' || jsonb_build_object('extra', more)
                    ELSE to_jsonb(b) END
                FROM between b
                """);
    }

    @Test
    void filter_and_mapping_go_on_with_a_column_of_another_type() throws Exception {
        running.sql(
                "INSERT INTO filled SELECT n, n, 'row', NULL FROM generate_series(1, 10) n",
                "ALTER TABLE filled ALTER COLUMN n TYPE numeric(10, 2), ADD COLUMN extra bigint",
                "INSERT INTO filled VALUES (11, 5.01, 'in', NULL, 1), (12, 4.99, 'out', NULL, 1)",
                "UPDATE filled SET name = 'changed', extra = 2 WHERE id IN (1, 9)",
                "UPDATE filled SET n = 1.5 WHERE id = 10",
                "UPDATE filled SET n = 6.5 WHERE id = 2");
        running.awaitEqual(
                "filled",
                "SELECT id, CASE WHEN id IN (2, 9, 11) THEN whole"
                        + " ELSE whole - 'extra' || jsonb_build_object('number', n::int) END FROM"
                        + " (SELECT id, n, to_jsonb(f) - 'n' ||"
                        + " jsonb_build_object('number', n) whole"
                        + " FROM filled f) documents WHERE n > 5");
    }

    @Test
    void generated_columns_are_left_out() throws Exception {
        running.sql(
                "INSERT INTO generated (id, n, name) SELECT n, n, 'row'"
                        + " FROM generate_series(1, 9) n",
                "UPDATE generated SET n = 50 WHERE id = 3");
        running.awaitEqual("generated", "SELECT id, to_jsonb(g) - 'twice' FROM generated g");
    }
}
