package io.meilibridge.endtoend;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Updates of rows whose large values are stored apart and not sent again when they stay.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToastRowsIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: patched, table: patched }
              - { id: whole, table: whole }
              - { id: moved, table: moved }
              - { id: filtered, table: filtered,
                  filter: { conditions: [ { field: state, op: equals, value: on } ] } }
              - { id: by_body, table: by_body,
                  filter: { conditions: [ { field: body, op: starts_with, value: a } ] } }
              - { id: removed, table: removed, soft_delete: { field: gone } }
              - { id: marked, table: marked, soft_delete: { field: gone, strategy: mark } }
              - { id: nested, table: nested,
                  mapping: { fields: { body: { path: text.body }, state: { path: text.state } } } }
              - { id: hashed, table: hashed,
                  transform: { fields: [ { field: body, type: hash, algorithm: md5 } ] } }
              - { id: encoded, table: encoded }
              - { id: trimmed, table: trimmed, cdc: { exclude_columns: [ body ] } }
              - { id: earlier, table: earlier, full_sync: { enabled: false } }
            """;

    private static final List<String> TABLES =
            List.of(
                    "patched",
                    "moved",
                    "filtered",
                    "by_body",
                    "removed",
                    "marked",
                    "nested",
                    "hashed",
                    "trimmed",
                    "earlier");

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        List<String> schema = new ArrayList<>();
        schema.add(
                "CREATE TABLE whole (id int PRIMARY KEY, state text, gone boolean, body text,"
                        + " more jsonb)");
        schema.add("ALTER TABLE whole ALTER body SET STORAGE EXTERNAL");
        schema.add("ALTER TABLE whole ALTER more SET STORAGE EXTERNAL");
        for (String table : TABLES) {
            schema.add("CREATE TABLE " + table + " (LIKE whole INCLUDING ALL)");
        }
        schema.add(
                "CREATE TABLE encoded (code text PRIMARY KEY, state text, gone boolean, body text,"
                        + " more jsonb)");
        schema.add("ALTER TABLE encoded ALTER code SET STORAGE EXTERNAL");
        schema.add("ALTER TABLE encoded ALTER body SET STORAGE EXTERNAL");
        schema.add("ALTER TABLE whole REPLICA IDENTITY FULL");
        schema.add(rows("earlier", "n"));
        running = RunningScene.start("toast_rows", TASKS, schema.toArray(new String[0]));
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    /// Twenty rows with large values, of which the odd ones begin with an a.
    private void fill(String table, String key) throws Exception {
        running.sql(rows(table, key));
    }

    private static String rows(String table, String key) {
        return "INSERT INTO "
                + table
                + " SELECT "
                + key
                + ", 'on', NULL,"
                + " CASE n % 2 WHEN 1 THEN 'a' ELSE 'b' END || repeat(md5(n::text), 300),"
                + " jsonb_build_object('n', n, 'text', repeat(md5(n::text), 300))"
                + " FROM generate_series(1, 20) n";
    }

    private void fill(String table) throws Exception {
        fill(table, "n");
    }

    @Test
    void a_value_that_stays_is_kept() throws Exception {
        fill("patched");
        running.awaitRows("patched", "patched", "id");
        running.sql(
                "UPDATE patched SET state = 'changed' WHERE id % 2 = 0",
                "UPDATE patched SET body = 'small' WHERE id % 3 = 0",
                "UPDATE patched SET more = NULL WHERE id % 4 = 0",
                "UPDATE patched SET state = NULL WHERE id % 5 = 0");
        running.awaitRows("patched", "patched", "id");
        running.transaction(
                "INSERT INTO patched SELECT 100, 'on', NULL, repeat(md5('x'), 300), NULL",
                "UPDATE patched SET state = 'again' WHERE id = 100",
                "DELETE FROM patched WHERE id = 1",
                "UPDATE patched SET state = 'last' WHERE id = 7",
                "DELETE FROM patched WHERE id = 7");
        running.awaitRows("patched", "patched", "id");
    }

    /// The rows are older than the slot and not read as a whole, so that nothing but their changes
    /// was ever sent.
    @Test
    void a_document_is_not_made_of_what_changed_alone() throws Exception {
        String later = "SELECT id, to_jsonb(e) FROM earlier e WHERE id > 20";
        running.sql(
                "UPDATE earlier SET state = 'changed'",
                "INSERT INTO earlier VALUES (21, 'on', NULL, 'short', NULL)");
        running.awaitEqual("earlier", later);
        // What precedes a second batch is done when that is there.
        running.sql("INSERT INTO earlier VALUES (22, 'on', NULL, 'short', NULL)");
        running.awaitEqual("earlier", later);
    }

    @Test
    void a_whole_old_row_fills_what_stayed() throws Exception {
        fill("whole");
        running.sql(
                "UPDATE whole SET state = 'changed' WHERE id % 2 = 0",
                "UPDATE whole SET id = id + 100 WHERE id % 3 = 0");
        running.awaitRows("whole", "whole", "id");
    }

    @Test
    void a_value_that_stays_moves_with_its_key() throws Exception {
        fill("moved");
        running.awaitRows("moved", "moved", "id");
        running.sql(
                "UPDATE moved SET id = id + 100 WHERE id % 3 = 0",
                "UPDATE moved SET id = id + 1000, state = 'twice' WHERE id > 100",
                "UPDATE moved SET id = -id WHERE id = 1",
                "DELETE FROM moved WHERE id = -1");
        running.awaitRows("moved", "moved", "id");
    }

    @Test
    void a_row_that_enters_the_filter_has_its_large_values() throws Exception {
        fill("filtered");
        running.sql("UPDATE filtered SET state = 'off' WHERE id <= 10");
        running.awaitEqual("filtered", "SELECT id, to_jsonb(f) FROM filtered f WHERE state = 'on'");
        running.sql(
                "UPDATE filtered SET gone = true WHERE id > 15",
                "UPDATE filtered SET state = 'on' WHERE id <= 5",
                "UPDATE filtered SET state = 'off' WHERE id = 12");
        running.awaitEqual("filtered", "SELECT id, to_jsonb(f) FROM filtered f WHERE state = 'on'");
    }

    @Test
    void a_filter_may_ask_for_the_large_value() throws Exception {
        fill("by_body");
        running.sql(
                "UPDATE by_body SET state = 'changed'",
                "UPDATE by_body SET body = 'a short one' WHERE id % 4 = 0");
        running.awaitEqual("by_body", "SELECT id, to_jsonb(b) FROM by_body b WHERE body LIKE 'a%'");
    }

    @Test
    void a_row_that_is_no_longer_deleted_has_its_large_values() throws Exception {
        fill("removed");
        running.sql("UPDATE removed SET gone = true WHERE id <= 10");
        running.awaitEqual(
                "removed", "SELECT id, to_jsonb(r) FROM removed r WHERE gone IS NOT TRUE");
        running.sql("UPDATE removed SET gone = false WHERE id <= 5");
        running.awaitEqual(
                "removed", "SELECT id, to_jsonb(r) FROM removed r WHERE gone IS NOT TRUE");
    }

    @Test
    void a_marked_row_keeps_its_large_values() throws Exception {
        fill("marked");
        running.sql("UPDATE marked SET gone = true WHERE id <= 10");
        running.awaitEqual(
                "marked",
                "SELECT id, to_jsonb(m) || jsonb_build_object('_deleted', gone IS TRUE)"
                        + " FROM marked m");
    }

    @Test
    void a_value_that_stays_is_kept_inside_an_object() throws Exception {
        fill("nested");
        running.awaitEqual("nested", nested());
        running.sql("UPDATE nested SET state = 'changed' WHERE id % 2 = 0");
        running.awaitEqual("nested", nested());
    }

    private static String nested() {
        return "SELECT id, to_jsonb(n) - 'body' - 'state'"
                + " || jsonb_build_object('text', jsonb_build_object('body', body, 'state', state))"
                + " FROM nested n";
    }

    @Test
    void a_value_that_stays_is_transformed() throws Exception {
        fill("hashed");
        running.sql("UPDATE hashed SET state = 'changed' WHERE id % 2 = 0");
        running.awaitEqual(
                "hashed",
                "SELECT id, to_jsonb(h) || jsonb_build_object('body', md5(body)) FROM hashed h");
    }

    @Test
    void a_long_key_that_stays_is_known() throws Exception {
        // Long enough to be stored apart, short enough for the index.
        fill("encoded", "repeat(md5(n::text), 80)");
        running.sql(
                "UPDATE encoded SET state = 'changed' WHERE body LIKE 'a%'",
                "UPDATE encoded SET code = 'short ' || left(code, 8) WHERE body LIKE 'b%'");
        running.awaitEncodedRows("encoded", "encoded", "code");
    }

    @Test
    void a_value_that_is_not_sent_needs_not_be_known() throws Exception {
        fill("trimmed");
        running.sql("UPDATE trimmed SET state = 'changed' WHERE id % 2 = 0");
        running.awaitEqual("trimmed", "SELECT id, to_jsonb(t) - 'body' FROM trimmed t");
    }
}
