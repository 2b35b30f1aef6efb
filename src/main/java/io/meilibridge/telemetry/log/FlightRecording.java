package io.meilibridge.telemetry.log;

import io.meilibridge.config.settings.DebugSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/// A recording of the JDK's Flight Recorder, where time and memory go, for `debug.profiling` and
/// `debug.memory`: into one file that is whole when the process ends, and a line of the log now and
/// then.
public final class FlightRecording implements AutoCloseable {

    static final String FILE = "meilibridge.jfr";

    private static final long BYTES_MAX = 100L << 20;

    /// What a sampler that is to see everything waits between two looks.
    private static final Duration FULL_RATE = Duration.ofMillis(10);

    private final Recording recording;
    private final LogLine.Sink sink;
    private final CountDownLatch ended = new CountDownLatch(1);

    private FlightRecording(Recording recording, LogLine.Sink sink) {
        this.recording = recording;
        this.sink = sink;
    }

    /// Starts one where the settings ask for it and the JVM has the means.
    ///
    /// @param folder that the recording goes to
    public static @Nullable FlightRecording start(
            DebugSettings settings, Path folder, LogLine.Sink sink) {
        if (!settings.profiling() && !settings.trackAllocations()) {
            return null;
        }
        if (!FlightRecorder.isAvailable()) {
            tell(sink, Level.WARNING, "Nothing is recorded: this JVM has no Flight Recorder.");
            return null;
        }
        try {
            Files.createDirectories(folder);
            Recording recording = new Recording();
            recording.setName("meilibridge");
            recording.setMaxSize(BYTES_MAX);
            recording.setDumpOnExit(true);
            recording.setDestination(folder.resolve(FILE));
            enable(recording, settings);
            recording.start();
            FlightRecording started = new FlightRecording(recording, sink);
            tell(sink, Level.INFO, "Recording into '" + folder.resolve(FILE) + "'.");
            if (settings.trackAllocations()) {
                started.reportEvery(settings.memoryReportInterval());
            }
            return started;
        } catch (IOException unwritable) {
            tell(sink, Level.WARNING, "Nothing is recorded: " + unwritable.getMessage());
            return null;
        }
    }

    private static void enable(Recording recording, DebugSettings settings) {
        recording.enable("jdk.CPULoad").withPeriod(Duration.ofSeconds(10));
        recording.enable("jdk.GarbageCollection");
        recording.enable("jdk.GCHeapSummary");
        if (settings.profiling()) {
            double share = Math.max(settings.profilingSampleRate(), 0.001);
            Duration period = Duration.ofMillis(Math.round(FULL_RATE.toMillis() / share));
            recording.enable("jdk.ExecutionSample").withPeriod(period);
            recording.enable("jdk.NativeMethodSample").withPeriod(period);
        }
        if (settings.trackAllocations()) {
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "150/s");
        }
    }

    private void reportEvery(Duration interval) {
        Thread.ofVirtual()
                .name("memory-report")
                .start(() -> {
                    try {
                        while (!ended.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                            report();
                        }
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void report() {
        Runtime memory = Runtime.getRuntime();
        long used = memory.totalMemory() - memory.freeMemory();
        tell(
                sink,
                Level.INFO,
                "Memory: %d MiB of the heap in use, %d MiB at most."
                        .formatted(used >> 20, memory.maxMemory() >> 20));
    }

    private static void tell(LogLine.Sink sink, Level level, String text) {
        sink.write(new LogLine(level, text, Map.of(), null));
    }

    @Override
    public void close() {
        ended.countDown();
        recording.close();
    }
}
