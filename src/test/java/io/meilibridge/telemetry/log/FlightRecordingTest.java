package io.meilibridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.config.settings.DebugSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {

    private final BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();

    @TempDir Path folder;

    @Test
    void a_recording_is_one_file_and_memory_is_told_of_now_and_then() throws Exception {
        FlightRecording recording = start(true, true);
        assertThat(recording).isNotNull();
        try (recording) {
            assertThat(next()).startsWith("Recording into '").endsWith("meilibridge.jfr'.");
            assertThat(next()).matches("Memory: \\d+ MiB of the heap in use, \\d+ MiB at most\\.");
        }

        Path file = folder.resolve("data").resolve(FlightRecording.FILE);
        assertThat(RecordingFile.readAllEvents(file)).isNotEmpty();
    }

    @Test
    void nothing_is_recorded_unless_asked_for() throws IOException {
        assertThat(start(false, false)).isNull();
        assertThat(lines).isEmpty();
        assertThat(Files.exists(folder.resolve("data"))).isFalse();
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws Exception {
        Files.writeString(folder.resolve("data"), "a file");

        assertThat(start(true, false)).isNull();
        assertThat(next()).startsWith("Nothing is recorded: ");
    }

    private String next() throws InterruptedException {
        LogLine line = lines.poll(20, TimeUnit.SECONDS);
        return line == null ? "" : line.text();
    }

    private @Nullable FlightRecording start(boolean profiling, boolean allocations) {
        DebugSettings settings =
                new DebugSettings(
                        new CdcDebugSettings(false, List.of(), false, false, 1),
                        profiling,
                        1,
                        allocations,
                        Duration.ofMillis(20));
        return FlightRecording.start(settings, folder.resolve("data"), lines::add);
    }
}
