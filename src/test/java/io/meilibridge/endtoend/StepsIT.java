package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What filter, soft delete, transforms and mapping make of rows, each task on a table of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepsIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: filtered, table: filtered, filter: { conditions: [
                  { field: state, op: in, values: [ live, new ] },
                  { op: or, conditions: [ { field: price, op: greater_than, value: 10 },
                                          { field: price, op: is_null } ] } ] } }
              - { id: since, table: since, filter: { conditions: [
                  { field: at, op: greater_or_equal, value: "2024-06-01T00:00:00Z" } ] } }
              - { id: removed, table: removed,
                  soft_delete: { field: state, delete_values: [ deleted, gone ] } }
              - { id: marked, table: marked, soft_delete: { field: gone, strategy: mark } }
              - { id: timed, table: timed, soft_delete: { field: deleted_at } }
              - { id: renamed, table: mapped, mapping: { fields: {
                  name: title, city: { path: address.city }, street: { path: address.street },
                  note: { to: remark, default: none },
                  full: { sources: [ name, city ], separator: ", " } } } }
              - { id: prefixed, table: mapped, index: prefixed, mapping: { fields: { name: title },
                  unmapped_fields_strategy: prefix, unmapped_fields_prefix: db_ } }
              - { id: chosen, table: mapped, index: chosen, mapping: { fields: { name: title },
                  unmapped_fields_strategy: exclude } }
              - { id: columns, table: mapped, index: columns, cdc: { columns: [ name, street ] } }
              - { id: excluded, table: mapped, index: excluded,
                  filter: { conditions: [ { field: city, op: not_equals, value: Rome } ] },
                  cdc: { exclude_columns: [ city, street ] } }
              - { id: transformed, table: transformed, transform: { fields: [
                  { type: lowercase, field: email }, { type: uppercase, field: code },
                  { type: trim, field: name }, { type: split, field: tags, separator: "," },
                  { type: join, field: parts, separator: "-" },
                  { type: default, field: stock, value: 0 },
                  { type: hash, field: secret, algorithm: sha256 },
                  { type: convert, field: digits, to_type: integer },
                  { type: extract, field: data, path: size.width, to: width },
                  { type: extract, field: url, pattern: "^https?://([^/]+)", to: host },
                  { type: compute, field: label, expression: "code || ': ' || name" },
                  { type: compute, field: total, expression: "price * 2 + stock" },
                  { type: geo, latitude: lat, longitude: lon },
                  { type: vector, field: embedding, embedder: small },
                  { type: add_field, field: kind, value: item },
                  { type: remove, field: url }, { type: rename, field: data, to: details } ] } }
              - { id: typed, table: typed, types: { numeric: string, timestamps: epoch_ms } }
              - { id: inserts, table: inserts, cdc: { event_types: [ create ] } }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        running =
                RunningScene.start(
                        "steps",
                        TASKS,
                        "CREATE TABLE filtered (id int PRIMARY KEY, state text, price numeric)",
                        "CREATE TABLE since (id int PRIMARY KEY, at timestamptz)",
                        "CREATE TABLE removed (id int PRIMARY KEY, state text)",
                        "CREATE TABLE marked (id int PRIMARY KEY, gone boolean)",
                        "CREATE TABLE timed (id int PRIMARY KEY, deleted_at timestamptz)",
                        "CREATE TABLE mapped (id int PRIMARY KEY, name text, city text,"
                                + " street text,"
                                + " note text)",
                        "CREATE TABLE transformed (id int PRIMARY KEY, email text, code text,"
                                + " name text,"
                                + " tags text, parts text[], stock int, secret text, digits text,"
                                + " data jsonb, url text, price numeric(8,2), lat float8,"
                                + " lon float8,"
                                + " embedding float4[])",
                        "CREATE TABLE typed (id int PRIMARY KEY, amount numeric, day date,"
                                + " at timestamp, zoned timestamptz, many numeric[])",
                        "CREATE TABLE inserts (id int PRIMARY KEY, name text)");
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    @Test
    void rows_enter_and_leave_the_filter() throws Exception {
        String expected =
                "SELECT id, to_jsonb(f) FROM filtered f"
                        + " WHERE state IN ('live', 'new') AND (price > 10 OR price IS NULL)";
        running.sql(
                "INSERT INTO filtered SELECT n, (ARRAY['live', 'new', 'old', NULL])[1 + n % 4],"
                        + " CASE WHEN n % 7 > 0 THEN n / 2.0 END FROM generate_series(1, 200) n");
        running.awaitEqual("filtered", expected);
        running.sql(
                "UPDATE filtered SET state = 'old' WHERE id % 3 = 0 AND state = 'live'",
                "UPDATE filtered SET state = 'live' WHERE id % 5 = 0",
                "UPDATE filtered SET price = 10.0 WHERE id % 11 = 0",
                "UPDATE filtered SET price = 10.01 WHERE id % 22 = 0",
                "UPDATE filtered SET id = id + 1000 WHERE id % 13 = 0",
                "UPDATE filtered SET id = id + 2000, state = 'old' WHERE id BETWEEN 100 AND 110",
                "DELETE FROM filtered WHERE id % 17 = 0");
        running.awaitEqual("filtered", expected);
    }

    @Test
    void a_filter_compares_times_as_times() throws Exception {
        running.sql(
                "INSERT INTO since SELECT n,"
                        + " timestamptz '2024-05-31 20:00:00+00' + n * interval '1 h'"
                        + " FROM generate_series(1, 10) n",
                "INSERT INTO since VALUES (11, NULL), (12, 'infinity')",
                "UPDATE since SET at = at - interval '3 h' WHERE id = 6");
        running.awaitEqual(
                "since",
                "SELECT id, jsonb_build_object('id', id, 'at', CASE WHEN isfinite(at) THEN"
                        + " to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') END)"
                        + " FROM since WHERE at >= '2024-06-01T00:00:00Z'");
    }

    @Test
    void rows_that_count_as_deleted_are_removed_and_come_back() throws Exception {
        String expected =
                "SELECT id, to_jsonb(r) FROM removed r"
                        + " WHERE state IS NULL OR state NOT IN ('deleted', 'gone')";
        running.sql(
                "INSERT INTO removed SELECT n, (ARRAY['live', 'deleted', NULL])[1 + n % 3]"
                        + " FROM generate_series(1, 60) n");
        running.awaitEqual("removed", expected);
        running.sql(
                "UPDATE removed SET state = 'gone' WHERE id % 2 = 0",
                "UPDATE removed SET state = 'back' WHERE id % 10 = 0",
                "UPDATE removed SET id = id + 100, state = 'deleted' WHERE id % 9 = 0",
                "DELETE FROM removed WHERE id % 7 = 0");
        running.awaitEqual("removed", expected);
    }

    /// A route that ends early, as where all its changes are filtered out, ends for its task alone.
    @Test
    void what_is_filtered_takes_nothing_of_other_tasks_with_it() throws Exception {
        running.transaction(
                "INSERT INTO filtered VALUES (70001, 'of no interest', 1)",
                "INSERT INTO since VALUES (70001, '2025-01-01')",
                "INSERT INTO marked VALUES (70001, false)",
                "INSERT INTO timed VALUES (70001, NULL)",
                "INSERT INTO mapped VALUES (70001, 'name')");
        for (String index : new String[] {"since", "marked", "timed", "chosen"}) {
            Scene.await(
                    RunningScene.LIMIT,
                    () -> running.scene().documents(index).containsKey("70001"),
                    () -> "The row of index '" + index + "' is lost.\n" + running.bridge().log());
        }
        running.sql(
                "DELETE FROM since WHERE id = 70001",
                "DELETE FROM marked WHERE id = 70001",
                "DELETE FROM timed WHERE id = 70001",
                "DELETE FROM mapped WHERE id = 70001");
        assertThat(running.scene().documents("filtered")).doesNotContainKey("70001");
    }

    @Test
    void rows_that_count_as_deleted_are_marked() throws Exception {
        String expected =
                "SELECT id, to_jsonb(m) || jsonb_build_object('_deleted', gone IS TRUE)"
                        + " FROM marked m";
        running.sql(
                "INSERT INTO marked SELECT n, (ARRAY[true, false, NULL])[1 + n % 3]"
                        + " FROM generate_series(1, 30) n",
                "UPDATE marked SET gone = NOT gone WHERE id % 2 = 0",
                "DELETE FROM marked WHERE id % 5 = 0");
        running.awaitEqual("marked", expected);
        running.sql(
                "INSERT INTO timed SELECT n, CASE WHEN n % 2 = 0 THEN now() END"
                        + " FROM generate_series(1, 10) n",
                "UPDATE timed SET deleted_at = NULL WHERE id = 2",
                "UPDATE timed SET deleted_at = now() WHERE id = 3");
        running.awaitEqual("timed", "SELECT id, to_jsonb(t) FROM timed t WHERE deleted_at IS NULL");
    }

    @Test
    void columns_become_fields_and_one_table_fills_several_indexes() throws Exception {
        running.sql(
                "INSERT INTO mapped VALUES (1, 'Ada', 'Rome', 'Via 1', 'x'),"
                        + " (2, NULL, 'Bonn', NULL, NULL), (3, 'Cid', NULL, 'Rue 3', '')",
                "INSERT INTO mapped SELECT n, 'name ' || n, 'city', 'street', NULL"
                        + " FROM generate_series(4, 20) n",
                "UPDATE mapped SET city = 'Rome', note = NULL WHERE id % 4 = 0",
                "UPDATE mapped SET city = 'Paris' WHERE id = 1",
                "DELETE FROM mapped WHERE id = 9");
        running.awaitEqual(
                "mapped",
                "SELECT id, jsonb_build_object('id', id, 'title', name, 'remark',"
                        + " coalesce(note, 'none'), 'full',"
                        + " nullif(concat_ws(', ', name, city), ''),"
                        + " 'address', jsonb_build_object('city', city, 'street', street))"
                        + " FROM mapped");
        running.awaitEqual(
                "prefixed",
                "SELECT id, jsonb_build_object('db_id', id, 'title', name, 'db_city', city,"
                        + " 'db_street', street, 'db_note', note) FROM mapped");
        running.awaitEqual(
                "chosen", "SELECT id, jsonb_build_object('id', id, 'title', name) FROM mapped");
        running.awaitEqual(
                "columns",
                "SELECT id, jsonb_build_object('id', id, 'name', name, 'street', street)"
                        + " FROM mapped");
        running.awaitEqual(
                "excluded",
                "SELECT id, jsonb_build_object('id', id, 'name', name, 'note', note) FROM mapped"
                        + " WHERE city IS DISTINCT FROM 'Rome'");
    }

    @Test
    void transforms_change_columns_in_order() throws Exception {
        running.sql(
                "INSERT INTO transformed VALUES (1, 'A@B.C', 'ab', '  Name ', 'x,y,,z',"
                        + " '{p,q,NULL,\"r s\"}', NULL, 'top', '42',"
                        + " '{\"size\": {\"width\": 7.5}}', 'https://host.example/path', 12.50,"
                        + " 52.5, 13.25, '{0.5,-1,2}')",
                "INSERT INTO transformed (id, stock, price) VALUES (2, 3, 0.01)",
                "UPDATE transformed SET email = 'New@Mail', url = 'ftp://x' WHERE id = 1");
        running.awaitEqual(
                "transformed",
                """
                SELECT id, jsonb_build_object('id', id, 'email', lower(email), 'code', upper(code),
                  'name', trim(name), 'tags', to_jsonb(string_to_array(tags, ',')),
                  'parts', array_to_string(parts, '-'), 'stock', coalesce(stock, 0),
                  'secret', encode(sha256(convert_to(secret, 'UTF8')), 'hex'),
                  'digits', digits::int, 'width', data #> '{size,width}',
                  'host', substring(url FROM '^https?://([^/]+)'),
                  'label', concat(upper(code), ': ', trim(name)),
                  'total', price * 2 + coalesce(stock, 0),
                  'price', price, 'kind', 'item', 'details', data, 'lat', lat, 'lon', lon,
                  '_geo', CASE WHEN lat IS NOT NULL
                    THEN jsonb_build_object('lat', lat, 'lng', lon) END,
                  'embedding', embedding, '_vectors', CASE WHEN embedding IS NOT NULL
                    THEN jsonb_build_object('small', to_jsonb(embedding)) END)
                FROM transformed
                """);
    }

    @Test
    void numbers_and_times_have_the_form_that_is_asked_for() throws Exception {
        running.sql(
                "INSERT INTO typed VALUES (1, 12345678901234567890.50, '2024-02-29',"
                        + " '1969-12-31 23:59:59.5', '2024-06-30 12:00:00.123456+02',"
                        + " '{1.10,NULL}'),"
                        + " (2, 'NaN', 'infinity', '-infinity', 'infinity', '{}')",
                "INSERT INTO typed VALUES (3)");
        running.awaitEqual(
                "typed",
                """
                SELECT id, jsonb_build_object('id', id,
                  'amount', CASE WHEN amount <> 'NaN' THEN amount::text END,
                  'day', CASE WHEN isfinite(day) THEN day END, 'at', %s, 'zoned', %s,
                  'many', to_jsonb(many::text[])) FROM typed
                """
                        .formatted(milliseconds("at"), milliseconds("zoned")));
    }

    private static String milliseconds(String column) {
        return "CASE WHEN isfinite(%1$s) THEN floor(extract(epoch FROM %1$s) * 1000)::bigint END"
                .formatted(column);
    }

    @Test
    void changes_that_are_not_asked_for_do_nothing() throws Exception {
        running.sql(
                "INSERT INTO inserts SELECT n, 'first' FROM generate_series(1, 5) n",
                "UPDATE inserts SET name = 'changed' WHERE id = 1",
                "DELETE FROM inserts WHERE id = 2",
                "TRUNCATE inserts",
                "INSERT INTO inserts VALUES (6, 'first')");
        running.awaitEqual(
                "inserts",
                "SELECT n, jsonb_build_object('id', n, 'name', 'first')"
                        + " FROM generate_series(1, 6) n");
    }
}
