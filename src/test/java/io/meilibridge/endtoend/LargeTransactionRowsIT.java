package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// One transaction that is far larger than the heap of 256 MiB every process of these tests has.
class LargeTransactionRowsIT {

    private static final int ROWS = 1_000_000;

    /// The heap, and what a JVM needs beside it.
    private static final long RESIDENT_MIB_MAX = 512;

    @Test
    void a_transaction_of_a_million_rows_fits_a_small_heap() throws Exception {
        try (RunningScene running =
                RunningScene.start(
                        "large_transaction",
                        "sync_tasks: [ { id: large, table: large } ]\n",
                        "CREATE TABLE large (id int PRIMARY KEY, n int)")) {
            running.transaction(
                    "INSERT INTO large SELECT n, n FROM generate_series(1, %d) n".formatted(ROWS),
                    "UPDATE large SET n = -n WHERE id %% %d = 0".formatted(ROWS / 10),
                    "DELETE FROM large WHERE id = 5");
            Scene.await(
                    Duration.ofSeconds(90),
                    () -> isWhole(running),
                    () -> count(running) + " documents:\n" + running.bridge().log());
            assertThat(sample(running, 1)).isEqualTo("{\"id\":1,\"n\":1}");
            assertThat(sample(running, ROWS)).isEqualTo("{\"id\":1000000,\"n\":-1000000}");
            assertThat(sample(running, 5)).isEmpty();
            assertThat(running.bridge().isAlive()).isTrue();
            assertThat(peakMebibytes(running.bridge().pid())).isLessThan(RESIDENT_MIB_MAX);
        }
    }

    private static int count(RunningScene running) {
        return running.scene().meilisearch().count("large");
    }

    private static boolean isWhole(RunningScene running) {
        return count(running) == ROWS - 1 && sample(running, ROWS).contains("-");
    }

    private static String sample(RunningScene running, int id) {
        try {
            return running.meilisearch("/indexes/large/documents/" + id);
        } catch (IOException absent) {
            return "";
        }
    }

    /// The most memory that the process ever had, where the system tells.
    private static long peakMebibytes(long pid) throws Exception {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        Assumptions.assumeTrue(Files.exists(status));
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
