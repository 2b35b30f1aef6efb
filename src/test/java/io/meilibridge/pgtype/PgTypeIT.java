package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL's own answer is the oracle: each value's JSON is computed in SQL, and the codec makes
/// it from the same value's text and binary form. See [TypeCases] for the expressions.
class PgTypeIT {

    private static final int FIRST_USER_OID = 16_384;

    /// The stream names an array of a domain after the domain and does not tell its base type, so
    /// its items are strings.
    private static final Set<String> DOMAINS = Set.of("positive", "amount");

    /// What has no binary form for arrays, or cannot be gathered into one by `array_agg`.
    static final Set<String> WITHOUT_ARRAYS =
            Set.of("numbers", "aclitem", "int2vector", "oidvector", "int4[]", "text[]");

    /// Makes the types of [TypeCases] that are not built in.
    static final List<String> USER_TYPES =
            List.of(
                    "CREATE EXTENSION hstore",
                    "CREATE EXTENSION citext",
                    "CREATE TYPE mood AS ENUM ('sad', 'so \"so\"', 'happy, NULL')",
                    "CREATE TYPE pair AS (a int4, b text)",
                    "CREATE TYPE span AS RANGE (subtype = numeric)",
                    "CREATE DOMAIN positive AS int4 CHECK (VALUE > 0)",
                    "CREATE DOMAIN numbers AS int4[]",
                    "CREATE DOMAIN amount AS numeric(10, 2)");

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void every_type_becomes_what_postgresql_says(int major) throws Exception {
        PostgresServer server = PostgresServers.shared(major);
        String database = server.createDatabase("pg_type_it");
        try (Connection connection = server.connect(database)) {
            prepare(connection);
            SoftAssertions types = new SoftAssertions();
            for (TypeCase values : TypeCases.all(new Random(seed))) {
                types.assertThatCode(() -> compare(connection, values))
                        .as("%s, PostgreSQL %d, seed %d", values, major, seed)
                        .doesNotThrowAnyException();
            }
            types.assertAll();
            for (PageExample example : PageExample.all()) {
                compareExample(connection, example);
            }
        } finally {
            server.dropDatabase(database);
        }
    }

    private static void compare(Connection connection, TypeCase values) throws Exception {
        ColumnType type = columnType(connection, values.type());
        ColumnType arrayType = columnType(connection, values.type() + "[]");
        compareValues(connection, values, type, values.toString());
        compareArrays(connection, values, arrayType, "array of " + values);
        compareOrder(connection, values, type, values.toString());
    }

    private static void prepare(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "SET TimeZone = 'UTC'",
                            "SET DateStyle = 'ISO'",
                            "SET IntervalStyle = 'iso_8601'",
                            "SET extra_float_digits = 3",
                            "SET bytea_output = 'hex'")) {
                statement.execute(sql);
            }
            for (String sql : USER_TYPES) {
                statement.execute(sql);
            }
        }
    }

    /// The type as the stream announces it: built-in ones by OID, others with the name of their
    /// base type.
    static ColumnType columnType(Connection connection, String type) throws Exception {
        String sql =
                "WITH RECURSIVE base(oid) AS (SELECT '"
                        + type
                        + "'::regtype::oid UNION ALL SELECT t.typbasetype FROM base b JOIN pg_type t"
                        + " ON t.oid = b.oid WHERE t.typtype = 'd')"
                        + " SELECT '"
                        + type
                        + "'::regtype::oid::int8, n.nspname, t.typname FROM base b JOIN pg_type t ON"
                        + " t.oid = b.oid JOIN pg_namespace n ON n.oid = t.typnamespace WHERE"
                        + " t.typtype <> 'd'";
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            assertThat(found.next()).isTrue();
            long oid = found.getLong(1);
            return oid < FIRST_USER_OID
                    ? ColumnType.builtIn((int) oid)
                    : new ColumnType((int) oid, found.getString(2), found.getString(3));
        }
    }

    private static void compareValues(
            Connection connection, TypeCase values, ColumnType type, String what) throws Exception {
        TypeCodec codec = TypeCodecs.of(type, values.options());
        String query = "SELECT v, j::text FROM (" + values.query() + ") AS q ORDER BY i";
        List<Row> texts = CopiedRows.text(connection, query);
        List<Row> binaries = CopiedRows.binary(connection, sendable(values, query));
        assertThat(texts).hasSize(values.values().size() + 1).hasSameSizeAs(binaries);
        for (int i = 0; i < texts.size(); i++) {
            String expected = texts.get(i).text(1);
            String where = what + ", value " + i;
            assertSame(json(codec, texts.get(i)), expected, where + " in text form");
            if (codec.readsBinary()) {
                assertSame(json(codec, binaries.get(i)), expected, where + " in binary form");
                if (texts.get(i).kind(0) == ValueKind.TEXT) {
                    compareText(codec, values, texts.get(i), binaries.get(i));
                }
            } else if (binaries.get(i).kind(0) == ValueKind.BINARY) {
                Row refused = binaries.get(i);
                assertThatThrownBy(() -> json(codec, refused)).isInstanceOf(DecodeException.class);
            }
        }
    }

    private static void compareText(TypeCodec codec, TypeCase values, Row text, Row binary) {
        if (values.printsAlike()) {
            assertThat(codec.text(binary, 0)).as(values.toString()).isEqualTo(text.text(0));
        }
        BigDecimal number = codec.number(text, 0);
        assertThat(codec.number(binary, 0)).isEqualTo(number);
        if (codec.family().isNumeric() && values.printsAlike() && number != null) {
            assertThat(number).isEqualByComparingTo(text.text(0));
        }
        if (codec.family().isTime()) {
            assertThat(codec.micros(binary, 0)).isEqualTo(codec.micros(text, 0));
        }
    }

    /// aclitem has no binary form: its text stands in, which is as good a thing to refuse.
    private static String sendable(TypeCase values, String query) {
        return values.type().equals("aclitem")
                ? query.replace("SELECT v,", "SELECT v::text,")
                : query;
    }

    /// The examples that users read.
    private static void compareExample(Connection connection, PageExample example)
            throws Exception {
        String query = "SELECT " + example.sql() + " AS v";
        ColumnType type;
        try (Statement statement = connection.createStatement();
                ResultSet name = statement.executeQuery("SELECT pg_typeof((" + query + "))")) {
            assertThat(name.next()).isTrue();
            type = columnType(connection, name.getString(1));
        }
        TypeCodec codec = TypeCodecs.of(type, TypeOptions.DEFAULTS);
        Row text = CopiedRows.text(connection, query).getFirst();
        assertThat(json(codec, text)).as(example.sql()).isEqualTo(example.json());
        if (codec.readsBinary()) {
            Row binary = CopiedRows.binary(connection, query).getFirst();
            assertThat(json(codec, binary)).as(example.sql()).isEqualTo(example.json());
        }
    }

    private static void compareArrays(
            Connection connection, TypeCase values, ColumnType type, String what) throws Exception {
        if (WITHOUT_ARRAYS.contains(values.type())) {
            return;
        }
        TypeCodec codec = TypeCodecs.of(type, values.options());
        String list = "array_agg(v ORDER BY i)";
        String item = DOMAINS.contains(values.type()) ? "v::text" : "j";
        String expectedList = "json_agg(" + item + " ORDER BY i)";
        String query =
                "SELECT %1$s, %2$s::text, ARRAY[%1$s, %1$s], json_build_array(%2$s, %2$s)::text,"
                        + " (%1$s)[1:0], '[]' FROM (%3$s) AS q";
        query = query.formatted(list, expectedList, values.query());
        Row text = CopiedRows.text(connection, query).getFirst();
        Row binary = CopiedRows.binary(connection, query).getFirst();
        assertThat(codec.family()).isEqualTo(ValueFamily.ARRAY);
        for (int column = 0; column < 6; column += 2) {
            String expected = text.text(column + 1);
            String where = what + ", column " + column;
            assertSame(json(codec, text, column), expected, where + " in text form");
            if (codec.readsBinary()) {
                assertSame(json(codec, binary, column), expected, where + " in binary form");
                if (values.printsAlike()) {
                    assertThat(codec.text(binary, column)).as(where).isEqualTo(text.text(column));
                }
            }
        }
    }

    /// Times compare as PostgreSQL compares them, and dates and timestamps count as it counts.
    private static void compareOrder(
            Connection connection, TypeCase values, ColumnType type, String what) throws Exception {
        TypeCodec codec = TypeCodecs.of(type, values.options());
        if (!codec.family().isTime()) {
            return;
        }
        String count =
                switch (codec.family()) {
                    case TIMESTAMP, TIMESTAMPTZ ->
                            "CASE WHEN isfinite(v) AND v < '294000-01-01' THEN (extract(epoch FROM v) * 1000000)::numeric"
                                    + " - 946684800000000 END";
                    default -> "NULL::numeric";
                };
        String query =
                "SELECT v, trunc(%s)::text FROM (%s) AS q WHERE v IS NOT NULL ORDER BY v"
                        .formatted(count, values.query());
        long last = Long.MIN_VALUE;
        for (Row row : CopiedRows.text(connection, query)) {
            long micros = codec.micros(row, 0);
            assertThat(micros).as(what).isGreaterThanOrEqualTo(last);
            if (row.kind(1) == ValueKind.TEXT) {
                assertThat(micros).as(what).isEqualTo(Long.parseLong(row.text(1)));
            }
            last = micros;
        }
    }

    private static String json(TypeCodec codec, Row row) {
        return json(codec, row, 0);
    }

    private static String json(TypeCodec codec, Row row, int column) {
        JsonOutput out = new JsonOutput(16);
        codec.write(row, column, out);
        return new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
    }

    /// Scalars to the letter, objects and arrays as trees.
    private static void assertSame(String actual, String expected, String where) throws Exception {
        assertThat(actual).as(where).doesNotContain("\n", "\r");
        String wanted = expected.strip();
        if (wanted.startsWith("{") || wanted.startsWith("[")) {
            assertThat(MAPPER.readTree(actual)).as(where).isEqualTo(MAPPER.readTree(wanted));
        } else {
            assertThat(actual).as(where).isEqualTo(wanted);
        }
    }
}
