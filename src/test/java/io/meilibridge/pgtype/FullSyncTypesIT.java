package io.meilibridge.pgtype;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.PostgresServers;
import io.meilibridge.endtoend.BridgeProcess;
import io.meilibridge.endtoend.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A row that a full sync has read makes the same JSON as one that came by the stream, whatever its
/// types.
class FullSyncTypesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /// Rows, each with the next value of every type.
    private static final int ROWS = 40;

    private static final int LATER = 100_000;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_read_and_rows_streamed_make_the_same_documents(int major) throws Exception {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (TypeCase each : TypeCases.all(new Random(seed))) {
            values.putIfAbsent(each.type(), each.values());
        }
        try (Scene scene = Scene.open(PostgresServers.shared(major), "full_sync_types")) {
            scene.sql(PgTypeIT.USER_TYPES.toArray(new String[0]));
            create(scene, values);
            scene.configure("sync_tasks: [ { id: typed, table: typed, index: typed } ]\n");
            try (BridgeProcess bridge = scene.startStreaming()) {
                awaitRows(scene, bridge, ROWS);
                scene.sql(insertAgain(values.size()));
                awaitRows(scene, bridge, 2 * ROWS);
                Map<String, JsonNode> documents = scene.documents("typed");
                for (int i = 1; i <= ROWS; i++) {
                    assertThat(fields(documents, LATER + i))
                            .as("seed %d, row %d", seed, i)
                            .isEqualTo(fields(documents, i));
                }
            }
        }
    }

    private static void create(Scene scene, Map<String, List<String>> values) throws Exception {
        List<String> columns = new ArrayList<>();
        values.keySet().forEach(type -> columns.add("c" + columns.size() + " " + type));
        scene.sql("CREATE TABLE typed (id int PRIMARY KEY, " + String.join(", ", columns) + ")");
        for (int i = 1; i <= ROWS; i++) {
            List<String> row = new ArrayList<>();
            for (List<String> ofType : values.values()) {
                row.add(i <= ofType.size() ? ofType.get(i - 1) : "NULL");
            }
            scene.sql("INSERT INTO typed VALUES (" + i + ", " + String.join(", ", row) + ")");
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
        Scene.await(LIMIT, () -> scene.documents("typed").size() == rows, bridge::log);
    }

    private static JsonNode fields(Map<String, JsonNode> documents, int id) {
        ObjectNode fields = requireNonNull(documents.get(String.valueOf(id))).deepCopy();
        fields.remove("id");
        return fields;
    }
}
