package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.endtoend.BridgeProcess;
import io.meilibridge.endtoend.Scene;
import io.meilibridge.event.ColumnType;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All values of every type, and arrays of them, read by a full sync and brought by the stream in
/// each of its forms, make the same JSON under each choice that a task has.
class FullSyncFormsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LATER = 100_000;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    /// A column and its values.
    private record Typed(String type, List<String> values) {

        String value(int i) {
            return i < values.size() ? values.get(i) : "NULL";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "14, false, number, iso8601",
        "14, true, string, epoch_ms",
        "18, false, number, iso8601",
        "18, false, string, epoch_ms",
        "18, true, number, iso8601"
    })
    void read_and_streamed_values_make_the_same_json(
            int major, boolean binary, String numeric, String timestamps) throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(major), "full_sync_forms")) {
            scene.sql(PgTypeIT.USER_TYPES.toArray(new String[0]));
            List<Typed> columns = columns(scene, binary);
            int rows = columns.stream().mapToInt(one -> one.values().size()).max().orElseThrow();
            create(scene, columns, rows);
            scene.configure(
                    "sync_tasks: [ { id: typed, table: typed, types: { numeric: %s, timestamps: %s"
                                    .formatted(numeric, timestamps)
                            + " } } ]\n");
            try (BridgeProcess bridge =
                    scene.startStreaming(
                            "-Dmeilibridge.source.postgresql.replication.binary=" + binary)) {
                awaitRows(scene, bridge, rows);
                scene.sql(insertAgain(columns.size()));
                awaitRows(scene, bridge, 2 * rows);
                assertThat(bridge.log()).doesNotContain("come as text, not in binary form");
            }
            compare(scene, rows);
        }
    }

    private List<Typed> columns(Scene scene, boolean binary) throws Exception {
        Map<String, Typed> columns = new TreeMap<>();
        try (Connection connection = scene.server().connect(scene.database())) {
            for (TypeCase each : TypeCases.all(new Random(seed))) {
                String type = each.type();
                add(columns, connection, new Typed(type, each.values()), binary);
                if (!PgTypeIT.WITHOUT_ARRAYS.contains(type)) {
                    add(columns, connection, arrays(each), binary);
                }
            }
        }
        assertThat(columns).hasSizeGreaterThan(100);
        return List.copyOf(columns.values());
    }

    private static void add(
            Map<String, Typed> columns, Connection connection, Typed column, boolean binary)
            throws Exception {
        ColumnType type = PgTypeIT.columnType(connection, column.type());
        if (!binary || TypeCodecs.supportsBinary(type)) {
            columns.putIfAbsent(column.type(), column);
        }
    }

    /// None, all, and two dimensions of the values.
    private static Typed arrays(TypeCase of) {
        String type = of.type() + "[]";
        String all = String.join(", ", of.values());
        String first = of.values().getFirst();
        return new Typed(
                type,
                List.of(
                        "'{}'",
                        "ARRAY[" + all + ", NULL]::" + type,
                        "ARRAY[ARRAY[" + first + ", NULL], ARRAY[NULL, " + first + "]]::" + type));
    }

    private static void create(Scene scene, List<Typed> columns, int rows) throws Exception {
        List<String> definitions = new ArrayList<>();
        columns.forEach(column -> definitions.add("c" + definitions.size() + " " + column.type()));
        try (Connection connection = scene.server().connect(scene.database());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE typed (id int PRIMARY KEY, "
                            + String.join(", ", definitions)
                            + ")");
            for (int i = 0; i < rows; i++) {
                List<String> row = new ArrayList<>();
                for (Typed column : columns) {
                    row.add(column.value(i));
                }
                statement.execute(
                        "INSERT INTO typed VALUES (" + i + ", " + String.join(", ", row) + ")");
            }
        }
    }

    private static String insertAgain(int columns) {
        StringBuilder sql = new StringBuilder("INSERT INTO typed SELECT id + " + LATER);
        for (int i = 0; i < columns; i++) {
            sql.append(", c").append(i);
        }
        return sql.append(" FROM typed").toString();
    }

    private static void awaitRows(Scene scene, BridgeProcess bridge, int rows) {
        Scene.await(
                LIMIT,
                () -> scene.meilisearch().count("typed") == rows,
                () -> scene.meilisearch().count("typed") + " of " + rows + "\n" + bridge.log());
    }

    /// The texts of the documents, since a parsed number does not show how it was written.
    private void compare(Scene scene, int rows) throws Exception {
        SoftAssertions documents = new SoftAssertions();
        for (int i = 0; i < rows; i++) {
            documents
                    .assertThat(text(scene, LATER + i))
                    .as("seed %d, row %d", seed, i)
                    .isEqualTo(text(scene, i));
        }
        documents.assertAll();
    }

    /// What Meilisearch was given of a row, without the id.
    private static String text(Scene scene, int id) throws Exception {
        URI uri = URI.create(scene.meilisearch().url() + "/indexes/typed/documents/" + id);
        try (InputStream answer = uri.toURL().openStream()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("\"id\":" + id + ",", "\"c100\":");
            return text.replace("\"id\":" + id + ",", "");
        }
    }
}
