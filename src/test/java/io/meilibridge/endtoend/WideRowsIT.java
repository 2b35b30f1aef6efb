package io.meilibridge.endtoend;

import io.meilibridge.endtoend.Configurations.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// One row with a column of every type, received as text by one source and in binary form by
/// another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WideRowsIT {

    /// @param json what the value is in a document, in SQL over column `v`
    private record Sample(String type, String value, String json) {}

    private static final String OWN = "to_jsonb(v)";
    private static final String TEXT = "to_jsonb(v::text)";
    private static final String NUMBER = "v::text::jsonb";

    private static final List<Sample> BINARY =
            List.of(
                    new Sample("boolean", "true", OWN),
                    new Sample("int2", "-32768", OWN),
                    new Sample("int4", "2147483647", OWN),
                    new Sample("int8", "9223372036854775807", OWN),
                    new Sample("oid", "4294967295", NUMBER),
                    new Sample("float4", "1.5e-7", OWN),
                    new Sample("float8", "0.1", OWN),
                    new Sample("float8", "NaN", "'null'::jsonb"),
                    new Sample("numeric", "-12345.6700", OWN),
                    new Sample("numeric(10,2)", "0.5", OWN),
                    new Sample("text", "with \"quotes\" \\ 日本 😀", OWN),
                    new Sample("varchar(10)", "short", OWN),
                    new Sample("char(5)", "ab", OWN),
                    new Sample("name", "a_name", OWN),
                    new Sample("\"char\"", "x", OWN),
                    new Sample("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", OWN),
                    new Sample("date", "2024-02-29", OWN),
                    new Sample("date", "infinity", "'null'::jsonb"),
                    new Sample("time", "13:37:00.5", OWN),
                    new Sample("timetz", "13:37:00+02", TEXT),
                    new Sample("timestamp", "2024-01-31 13:37:00.123", OWN),
                    new Sample(
                            "timestamptz",
                            "2024-01-31 13:37:00.5+01",
                            "to_jsonb((to_jsonb(v AT TIME ZONE 'UTC') #>> '{}') || 'Z')"),
                    new Sample(
                            "interval",
                            "1 year 2 mons 3 days 04:05:06.7",
                            "'\"P1Y2M3DT4H5M6.7S\"'"),
                    new Sample("bytea", "\\xdeadbeef", "to_jsonb(encode(v, 'hex'))"),
                    new Sample("json", "{\"b\": [1, null, \"x\"], \"a\": 1.50}", "v::jsonb"),
                    new Sample("jsonb", "[{\"deep\": {\"er\": true}}]", OWN),
                    new Sample("inet", "192.168.0.1/24", TEXT),
                    new Sample("cidr", "2001:db8::/32", TEXT),
                    new Sample("macaddr", "08:00:2b:01:02:03", TEXT),
                    new Sample("bit(4)", "1010", TEXT),
                    new Sample("bit varying", "101", TEXT),
                    new Sample("int4[]", "{1,NULL,3}", OWN),
                    new Sample("int4[]", "{{1,2},{3,4}}", OWN),
                    new Sample("text[]", "{a,\"b c\",NULL,\"\\\"\"}", OWN),
                    new Sample("jsonb[]", "{\"{\\\"a\\\": 1}\"}", OWN),
                    new Sample("boolean[]", "{t,f}", OWN),
                    new Sample("date[]", "{2024-02-29}", OWN),
                    new Sample("small", "7", OWN));

    /// Types that come as text whatever is asked for, or would turn binary form off.
    private static final List<Sample> TEXT_ONLY =
            List.of(
                    new Sample("money", "1234.5", "v::numeric::text::jsonb"),
                    new Sample("mood", "happy", OWN),
                    new Sample("mood[]", "{happy,sad}", OWN),
                    new Sample("xml", "<a>b</a>", TEXT),
                    new Sample("tsvector", "a fat cat", TEXT),
                    new Sample("point", "(1.5,2)", TEXT),
                    new Sample("box", "(2,2),(1,1)", TEXT),
                    new Sample("int4range", "[1,5)", TEXT),
                    new Sample("int4multirange", "{[1,3),[5,7)}", TEXT),
                    new Sample("tstzrange", "[2024-01-01 00:00+00,2024-02-01 00:00+00)", TEXT),
                    new Sample("pair", "(1,x)", TEXT));

    private static final String TASKS =
            """
            sync_tasks:
              - { id: as_text, table: as_text, source: text }
              - { id: as_binary, table: as_binary, source: binary }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        Scene scene =
                RunningScene.prepared(
                        18,
                        "wide_rows",
                        "CREATE DOMAIN small AS int CHECK (VALUE < 10)",
                        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
                        "CREATE TYPE pair AS (a int, b text)",
                        table("as_text", everything()),
                        table("as_binary", BINARY));
        Configurations.severalSources(
                scene, List.of(new Source("text"), new Source("binary", ", binary: true")), TASKS);
        running = RunningScene.of(scene, scene.startStreaming());
        running.awaitSlots(2);
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    private static List<Sample> everything() {
        List<Sample> all = new ArrayList<>(BINARY);
        all.addAll(TEXT_ONLY);
        return all;
    }

    private static String table(String name, List<Sample> samples) {
        StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " (id int PRIMARY KEY");
        for (int i = 0; i < samples.size(); i++) {
            sql.append(", c").append(i).append(' ').append(samples.get(i).type());
        }
        return sql.append(')').toString();
    }

    private void check(String table, List<Sample> samples) throws Exception {
        StringBuilder values = new StringBuilder("INSERT INTO " + table + " VALUES (1");
        StringBuilder object = new StringBuilder("jsonb_build_object('id', id)");
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            values.append(", '").append(sample.value().replace("'", "''")).append('\'');
            String json = sample.json().replace("(v", "(c" + i).replaceAll("^v", "c" + i);
            object.append(" || jsonb_build_object('c")
                    .append(i)
                    .append("', CASE WHEN c")
                    .append(i)
                    .append(" IS NOT NULL THEN ")
                    .append(json)
                    .append("::jsonb END)");
        }
        running.sql(values.append(')').toString(), "INSERT INTO " + table + " VALUES (2)");
        running.awaitEqual(table, "SELECT id, " + object + " FROM " + table);
        running.sql("UPDATE " + table + " SET id = id + 2");
        running.awaitEqual(table, "SELECT id, " + object + " FROM " + table);
    }

    @Test
    void every_type_arrives_from_text() throws Exception {
        check("as_text", everything());
    }

    @Test
    void every_type_arrives_from_binary_form() throws Exception {
        check("as_binary", BINARY);
    }
}
