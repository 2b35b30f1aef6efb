package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A table far larger than the process's heap of 256 MiB, read while its rows change. Takes minutes
/// and memory for the documents, so it is run on request: `-Dlarge=2000000` with
/// `-Dtest.jvm.options` of the build and a larger `-Xmx`.
@EnabledIfSystemProperty(named = LargeTableIT.ROWS, matches = "\\d+")
class LargeTableIT {

    static final String ROWS = "large";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /// The heap, and what a JVM needs beside it.
    private static final long RESIDENT_MIB_MAX = 512;

    private final long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());

    @Test
    void a_large_table_fits_a_small_heap() throws Exception {
        int rows = Integer.getInteger(ROWS);
        try (Scene scene = RunningScene.prepared(18, "large_table", Churn.table("item", rows))) {
            scene.configure("sync_tasks: [ { id: item, table: item } ]\n");
            long begin = System.nanoTime();
            try (BridgeProcess bridge = scene.startStreaming()) {
                try (Churn _ = new Churn(scene, "item", rows, seed)) {
                    new Jobs(bridge).awaitLast("item", "done", LIMIT);
                }
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                long peak = peakMebibytes(bridge.pid());
                System.out.printf(
                        "%d rows: %d s from start to end, %s rows/s read, peak %d MiB, seed %d%n",
                        rows,
                        took.toSeconds(),
                        new Jobs(bridge).last("item").path("rows_per_second").asText(),
                        peak,
                        seed);
                awaitQuiet(scene, bridge);
                compare(scene);
                assertThat(peak).isLessThan(RESIDENT_MIB_MAX);
            }
        } catch (AssertionError failure) {
            throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
        }
    }

    /// The last commit has come when this one has.
    private static void awaitQuiet(Scene scene, BridgeProcess bridge) throws Exception {
        scene.sql("INSERT INTO item VALUES (-1, -1, 'last')");
        int rows = Integer.parseInt(scene.value("SELECT count(*)::text FROM item"));
        Scene.await(
                LIMIT,
                () -> scene.meilisearch().count("item") == rows,
                () -> scene.meilisearch().count("item") + " of " + rows + "\n" + bridge.log());
    }

    private static void compare(Scene scene) throws Exception {
        Map<String, JsonNode> documents = scene.meilisearch().documents("item");
        try (Connection connection = scene.server().connect(scene.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1000);
            try (ResultSet found =
                    statement.executeQuery("SELECT id::text, to_jsonb(item)::text FROM item")) {
                while (found.next()) {
                    JsonNode document = documents.remove(found.getString(1));
                    assertThat(document).isEqualTo(JSON.readTree(found.getString(2)));
                }
            }
        }
        assertThat(documents).as("left over").isEmpty();
    }

    /// The most memory that the process ever had.
    private static long peakMebibytes(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
