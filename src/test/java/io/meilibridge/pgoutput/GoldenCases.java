package io.meilibridge.pgoutput;

import io.meilibridge.pgoutput.GoldenCase.Options;
import java.util.List;

/// What is recorded of the messages of protocol 1. Each case is small: its frames are to be read by
/// people.
final class GoldenCases {

    private GoldenCases() {}

    static List<GoldenCase> all() {
        return List.of(
                DEFAULT_IDENTITY,
                DEFAULT_IDENTITY.inBinary(),
                FULL_IDENTITY,
                INDEX_IDENTITY,
                COMPOSITE_KEY,
                UNCHANGED_TOAST,
                QUOTED_NAMES,
                NAMED_TYPES,
                NAMED_TYPES.inBinary(),
                PARTITIONS_AS_LEAVES,
                PARTITIONS_AS_ROOT,
                TRUNCATE,
                LOGICAL_MESSAGES,
                ORIGIN,
                SEVERAL_TABLES,
                ROLLBACK,
                SCHEMA_CHANGE,
                ROW_FILTER_AND_COLUMN_LIST,
                GENERATED_COLUMNS);
    }

    private static final String PEOPLE =
            """
            CREATE TABLE people (id int PRIMARY KEY, name text, age int);
            CREATE PUBLICATION golden FOR TABLE people;
            """;

    private static final String CHANGES_OF_PEOPLE =
            """
            INSERT INTO people VALUES (1, 'Ada', 36), (2, NULL, NULL), (3, '', -1);
            UPDATE people SET age = 37 WHERE id = 1;
            UPDATE people SET id = 4 WHERE id = 2;
            DELETE FROM people WHERE id = 1;
            """;

    private static GoldenCase text(String name, int firstMajor, String before, String script) {
        return new GoldenCase(name, firstMajor, Options.TEXT, before, script);
    }

    private static final GoldenCase DEFAULT_IDENTITY =
            text("default-identity", 14, PEOPLE, CHANGES_OF_PEOPLE);

    private static final GoldenCase FULL_IDENTITY =
            text(
                    "full-identity",
                    14,
                    PEOPLE + "ALTER TABLE people REPLICA IDENTITY FULL;\n",
                    CHANGES_OF_PEOPLE);

    private static final GoldenCase INDEX_IDENTITY =
            text(
                    "index-identity",
                    14,
                    """
                    CREATE TABLE people (id int PRIMARY KEY, name text, code text NOT NULL UNIQUE);
                    ALTER TABLE people REPLICA IDENTITY USING INDEX people_code_key;
                    CREATE PUBLICATION golden FOR TABLE people;
                    """,
                    """
                    INSERT INTO people VALUES (1, 'Ada', 'a'), (2, 'Bob', 'b');
                    UPDATE people SET id = 3 WHERE code = 'a';
                    UPDATE people SET code = 'c' WHERE code = 'b';
                    DELETE FROM people WHERE code = 'a';
                    """);

    private static final GoldenCase COMPOSITE_KEY =
            text(
                    "composite-key",
                    14,
                    """
                    CREATE TABLE stock (note text, shop int, item uuid, amount int,
                        PRIMARY KEY (item, shop));
                    CREATE PUBLICATION golden FOR TABLE stock;
                    """,
                    """
                    INSERT INTO stock VALUES
                        ('new', 1, '00000000-0000-0000-0000-00000000000a', 5);
                    UPDATE stock SET amount = 6;
                    UPDATE stock SET shop = 2, amount = 7;
                    DELETE FROM stock;
                    """);

    private static final GoldenCase UNCHANGED_TOAST =
            text(
                    "unchanged-toast",
                    14,
                    """
                    CREATE TABLE page (id int PRIMARY KEY, views int, body text);
                    ALTER TABLE page ALTER body SET STORAGE EXTERNAL;
                    CREATE TABLE full_page (id int PRIMARY KEY, views int, body text);
                    ALTER TABLE full_page ALTER body SET STORAGE EXTERNAL;
                    ALTER TABLE full_page REPLICA IDENTITY FULL;
                    CREATE PUBLICATION golden FOR TABLE page, full_page;
                    """,
                    """
                    INSERT INTO page VALUES (1, 0, repeat('x', 2100));
                    UPDATE page SET views = 1;
                    UPDATE page SET id = 2;
                    UPDATE page SET body = 'short';
                    INSERT INTO full_page VALUES (1, 0, repeat('y', 2100));
                    UPDATE full_page SET views = 1;
                    """);

    private static final GoldenCase QUOTED_NAMES =
            text(
                    "quoted-names",
                    14,
                    """
                    CREATE SCHEMA "Wörter & more";
                    CREATE TABLE "Wörter & more"."select ""x"" y" (
                        "Group" int PRIMARY KEY, "naïve.name" text, "日本" text);
                    CREATE PUBLICATION golden FOR TABLE "Wörter & more"."select ""x"" y";
                    """,
                    """
                    INSERT INTO "Wörter & more"."select ""x"" y" VALUES (1, 'ü', '語');
                    UPDATE "Wörter & more"."select ""x"" y" SET "Group" = 2;
                    """);

    private static final GoldenCase NAMED_TYPES =
            text(
                    "named-types",
                    14,
                    """
                    CREATE SCHEMA shop;
                    CREATE TYPE shop.mood AS ENUM ('sad', 'happy');
                    CREATE TYPE pair AS (a int, b text);
                    CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                    CREATE DOMAIN best_mood AS shop.mood;
                    CREATE TABLE sample (
                        id bigint PRIMARY KEY, mood shop.mood, moods shop.mood[], pair pair,
                        positive positive, positives positive[], best best_mood, tags text[],
                        price numeric(10,2), name varchar(20), data jsonb, at timestamptz,
                        raw bytea, yes bool);
                    CREATE PUBLICATION golden FOR TABLE sample;
                    """,
                    """
                    SET timezone = 'UTC';
                    INSERT INTO sample VALUES (
                        9007199254740993, 'happy', '{sad,NULL}', '(1,"a b")', 7, '{1,2}', 'sad',
                        '{"a,b",c}', 12.50, 'Ada', '{"a": [1, null]}', '2024-01-31 13:37:00+00',
                        '\\x00ff', true);
                    INSERT INTO sample (id) VALUES (2);
                    """);

    private static final String PARTITIONS =
            """
            CREATE TABLE reading (id int, region text, value int, code int NOT NULL,
                PRIMARY KEY (id, region)) PARTITION BY LIST (region);
            CREATE TABLE reading_north PARTITION OF reading FOR VALUES IN ('north');
            CREATE TABLE reading_south (value int, code int NOT NULL, region text NOT NULL,
                id int NOT NULL, PRIMARY KEY (id, region));
            ALTER TABLE reading ATTACH PARTITION reading_south FOR VALUES IN ('south');
            CREATE UNIQUE INDEX south_code ON reading_south (code);
            ALTER TABLE reading_south REPLICA IDENTITY USING INDEX south_code;
            """;

    private static final String CHANGES_OF_PARTITIONS =
            """
            INSERT INTO reading VALUES (1, 'north', 10, 100), (2, 'south', 20, 200);
            UPDATE reading SET value = 11 WHERE id = 1;
            UPDATE reading SET code = 201 WHERE id = 2;
            UPDATE reading SET region = 'south' WHERE id = 1;
            DELETE FROM reading WHERE id = 2;
            TRUNCATE reading;
            """;

    private static final GoldenCase PARTITIONS_AS_LEAVES =
            text(
                    "partitions-as-leaves",
                    14,
                    PARTITIONS + "CREATE PUBLICATION golden FOR TABLE reading;\n",
                    CHANGES_OF_PARTITIONS);

    /// The second partition has a replica identity and a column order of its own.
    private static final GoldenCase PARTITIONS_AS_ROOT =
            text(
                    "partitions-as-root",
                    14,
                    PARTITIONS
                            + """
                            CREATE PUBLICATION golden FOR TABLE reading
                                WITH (publish_via_partition_root = true);
                            """,
                    CHANGES_OF_PARTITIONS);

    private static final GoldenCase TRUNCATE =
            text(
                    "truncate",
                    14,
                    """
                    CREATE TABLE parent (id int PRIMARY KEY);
                    CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent);
                    CREATE TABLE other (id serial PRIMARY KEY);
                    CREATE TABLE silent (id int PRIMARY KEY);
                    CREATE PUBLICATION golden FOR TABLE parent, child, other;
                    """,
                    """
                    TRUNCATE other;
                    TRUNCATE other RESTART IDENTITY;
                    TRUNCATE parent CASCADE;
                    TRUNCATE child, other, silent RESTART IDENTITY CASCADE;
                    BEGIN;
                    INSERT INTO parent VALUES (1);
                    TRUNCATE parent, child;
                    INSERT INTO parent VALUES (2);
                    COMMIT;
                    """);

    private static final GoldenCase LOGICAL_MESSAGES =
            text(
                    "logical-messages",
                    14,
                    PEOPLE,
                    """
                    SELECT pg_logical_emit_message(true, 'mark', 'alone');
                    SELECT pg_logical_emit_message(false, 'märk', '');
                    BEGIN;
                    INSERT INTO people VALUES (1, 'Ada', 36);
                    SELECT pg_logical_emit_message(true, 'mark', '\\x00ff'::bytea);
                    SELECT pg_logical_emit_message(false, '', 'sent before its transaction');
                    COMMIT;
                    BEGIN;
                    INSERT INTO people VALUES (2, 'Bob', 63);
                    SELECT pg_logical_emit_message(true, 'mark', 'rolled back');
                    SELECT pg_logical_emit_message(false, 'mark', 'sent all the same');
                    ROLLBACK;
                    """);

    private static final GoldenCase ORIGIN =
            text(
                    "origin",
                    14,
                    PEOPLE,
                    """
                    SELECT pg_replication_origin_create('elsewhere');
                    SELECT pg_replication_origin_session_setup('elsewhere');
                    BEGIN;
                    SELECT pg_replication_origin_xact_setup('0/ABCDEF', '2024-01-31 13:37:00+00');
                    INSERT INTO people VALUES (1, 'Ada', 36);
                    COMMIT;
                    SELECT pg_replication_origin_session_reset();
                    INSERT INTO people VALUES (2, 'Bob', 63);
                    SELECT pg_replication_origin_drop('elsewhere');
                    """);

    private static final GoldenCase SEVERAL_TABLES =
            text(
                    "several-tables",
                    14,
                    """
                    CREATE TABLE a (id int PRIMARY KEY);
                    CREATE TABLE b (id int PRIMARY KEY, a int);
                    CREATE TABLE empty_row ();
                    CREATE PUBLICATION golden FOR TABLE a, b, empty_row;
                    """,
                    """
                    BEGIN;
                    INSERT INTO a VALUES (1);
                    INSERT INTO b VALUES (1, 1);
                    INSERT INTO a VALUES (2);
                    INSERT INTO empty_row DEFAULT VALUES;
                    UPDATE b SET a = 2;
                    DELETE FROM a;
                    COMMIT;
                    BEGIN;
                    INSERT INTO a VALUES (3);
                    @2 INSERT INTO a VALUES (4);
                    INSERT INTO a VALUES (5);
                    COMMIT;
                    """);

    private static final GoldenCase ROLLBACK =
            text(
                    "rollback",
                    14,
                    PEOPLE,
                    """
                    BEGIN;
                    INSERT INTO people VALUES (1, 'gone', 1);
                    ROLLBACK;
                    BEGIN;
                    INSERT INTO people VALUES (2, 'kept', 2);
                    SAVEPOINT s;
                    INSERT INTO people VALUES (3, 'gone', 3);
                    ROLLBACK TO s;
                    INSERT INTO people VALUES (4, 'kept', 4);
                    SAVEPOINT t;
                    INSERT INTO people VALUES (5, 'kept', 5);
                    RELEASE t;
                    COMMIT;
                    """);

    private static final GoldenCase SCHEMA_CHANGE =
            text(
                    "schema-change",
                    14,
                    PEOPLE,
                    """
                    INSERT INTO people VALUES (1, 'Ada', 36);
                    ALTER TABLE people ADD COLUMN email text DEFAULT 'none';
                    INSERT INTO people VALUES (2, 'Bob', 63, 'b@x');
                    ALTER TABLE people DROP COLUMN name;
                    INSERT INTO people VALUES (3, 20, 'c@x');
                    ALTER TABLE people RENAME COLUMN age TO years;
                    INSERT INTO people VALUES (4, 21, 'd@x');
                    ALTER TABLE people ALTER COLUMN years TYPE numeric(5,1);
                    INSERT INTO people VALUES (5, 22.5, 'e@x');
                    ALTER TABLE people RENAME TO persons;
                    INSERT INTO persons VALUES (6, 23, 'f@x');
                    BEGIN;
                    INSERT INTO persons VALUES (7, 24, 'g@x');
                    ALTER TABLE persons REPLICA IDENTITY FULL;
                    ALTER TABLE persons ADD COLUMN last int;
                    UPDATE persons SET last = 1 WHERE id = 7;
                    COMMIT;
                    ALTER TABLE persons REPLICA IDENTITY NOTHING;
                    INSERT INTO persons VALUES (8, 25, 'h@x', NULL);
                    """);

    private static final GoldenCase ROW_FILTER_AND_COLUMN_LIST =
            text(
                    "row-filter-and-column-list",
                    15,
                    """
                    CREATE TABLE filtered (id int PRIMARY KEY, name text);
                    CREATE TABLE listed (secret text, id int PRIMARY KEY, name text);
                    CREATE PUBLICATION golden FOR TABLE filtered WHERE (id > 10), listed (id, name);
                    """,
                    """
                    INSERT INTO filtered VALUES (1, 'out'), (11, 'in');
                    UPDATE filtered SET id = 12 WHERE id = 1;
                    UPDATE filtered SET id = 2 WHERE id = 11;
                    INSERT INTO listed VALUES ('hidden', 1, 'Ada');
                    UPDATE listed SET id = 2;
                    """);

    private static final GoldenCase GENERATED_COLUMNS =
            text(
                    "generated-columns",
                    18,
                    """
                    CREATE TABLE box (id int PRIMARY KEY, side int,
                        area int GENERATED ALWAYS AS (side * side) STORED,
                        twice int GENERATED ALWAYS AS (side * 2) VIRTUAL);
                    CREATE PUBLICATION golden FOR TABLE box
                        WITH (publish_generated_columns = stored);
                    """,
                    """
                    INSERT INTO box VALUES (1, 3);
                    UPDATE box SET side = 4;
                    """);
}
