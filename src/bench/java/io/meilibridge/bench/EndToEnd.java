package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.bench.Options.Part;
import io.meilibridge.bench.Throughput.Run;
import io.meilibridge.dev.sink.CountingSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;

/// From a real slot to a sink that counts, in one run: throughput cold and warm against bare reads
/// of the same changes, then latency. Prints tables; ends with status 1 when a row is missing at
/// the sink, or came twice.
///
/// PostgreSQL, the sink, the drains and the writers share the machine with the application.
public final class EndToEnd {

    /// No `fsync`, so that the disk does not count; no vacuum and few checkpoints in between.
    private static final Map<String, String> SERVER =
            Map.of(
                    "shared_buffers", "256MB",
                    "max_wal_size", "8GB",
                    "checkpoint_timeout", "30min",
                    "autovacuum", "off");

    private static final Duration SLOW_TASK = Duration.ofMillis(100);

    private EndToEnd() {}

    /// @param arguments see [Options]
    public static void main(String... arguments) throws Exception {
        Options options = Options.of(arguments);
        try (PostgresServer server = PostgresServers.start(18, SERVER);
                CountingSink sink = CountingSink.start(0, Duration.ZERO)) {
            ProductTable table = new ProductTable(server, ProductTable.updatesOf(options.rows()));
            try (Application application =
                    new Application(server, sink.url(), options.jvmOptions())) {
                boolean complete = measure(options, server, sink, table, application);
                if (!complete) {
                    System.exit(1);
                }
            }
        }
    }

    private static boolean measure(
            Options options,
            PostgresServer server,
            CountingSink sink,
            ProductTable table,
            Application application)
            throws Exception {
        Report report = new Report();
        report.line(machine());
        boolean complete = true;
        if (options.parts().stream().anyMatch(Part::isStreamed)) {
            complete = stream(options, server, sink, table, application, report);
        } else {
            table.burst(options.rows());
        }
        if (options.parts().contains(Part.COPY)) {
            complete &= copies(options, server, sink, report);
        }
        if (options.parts().contains(Part.SWAP)) {
            say("swaps");
            Swaps swaps = new Swaps(server, options.jvmOptions());
            swaps.run(options.rounds());
            report.swaps(swaps.runs());
        }
        report.line("");
        report.line(
                complete
                        ? "Every change and every row arrived at the sink, and once."
                        : "ROWS ARE MISSING AT THE SINK, OR CAME TWICE.");
        return complete;
    }

    private static boolean stream(
            Options options,
            PostgresServer server,
            CountingSink sink,
            ProductTable table,
            Application application,
            Report report)
            throws Exception {
        Drain drain = new Drain(server);
        // Makes slot, publication and index.
        application.start();
        application.awaitStreaming();
        boolean complete = true;
        if (options.parts().contains(Part.THROUGHPUT)) {
            Throughput throughput = new Throughput(table, application, sink, drain);
            for (int i = 1; i <= options.rounds(); i++) {
                application.stop();
                say("round " + i + " of " + options.rounds());
                throughput.round(options.rows());
            }
            report.throughput("cold", throughput.cold());
            report.throughput("warm", throughput.warm());
            for (Run run :
                    Stream.concat(throughput.cold().stream(), throughput.warm().stream())
                            .toList()) {
                complete &= run.counted() == run.rows();
            }
        }
        if (options.parts().contains(Part.CAPTURE)) {
            Throughput throughput = new Throughput(table, application, sink, drain);
            complete &= captures(options, throughput, application, report);
        }
        if (options.parts().contains(Part.LATENCY)) {
            Latency latency = new Latency(server, table, application, sink, drain);
            report.latencyHead();
            for (Duration perTask : new Duration[] {Duration.ZERO, SLOW_TASK}) {
                say("latency with tasks of " + perTask.toMillis() + " ms");
                sink.perTask(perTask);
                Latency.Result result = latency.measure(options.ratePerSecond(), options.seconds());
                report.latency(perTask.toMillis() + " ms a task", result);
                complete &= result.counted() == result.commits();
            }
        }
        application.stop();
        return complete;
    }

    private static boolean captures(
            Options options, Throughput throughput, Application application, Report report)
            throws Exception {
        // What follows is to be measured on a warm process.
        throughput.warm(options.rows());
        Captures captures = new Captures(throughput, application);
        for (int i = 1; i <= options.rounds(); i++) {
            say("capture, round " + i + " of " + options.rounds());
            captures.round(options.rows());
        }
        application.capture(false);
        report.throughput("not captured", captures.without());
        report.throughput("captured", captures.with());
        return Stream.concat(captures.without().stream(), captures.with().stream())
                .allMatch(run -> run.counted() == run.rows());
    }

    private static boolean copies(
            Options options, PostgresServer server, CountingSink sink, Report report)
            throws Exception {
        Copies copies = new Copies(server, sink, options.jvmOptions());
        sink.perTask(Duration.ZERO);
        for (int i = 1; i <= options.rounds(); i++) {
            say("full sync " + i + " of " + options.rounds());
            copies.round();
        }
        report.copies("cold", copies.cold());
        report.copies("warm", copies.warm());
        return Stream.concat(copies.cold().stream(), copies.warm().stream())
                .allMatch(run -> run.counted() == run.rows());
    }

    private static void say(String progress) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + progress);
    }

    private static String machine() throws Exception {
        return "%s, %d processors, Java %s, %s, load before the run %s"
                .formatted(
                        System.getProperty("os.name"),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Files.readString(Path.of("/proc/loadavg")).strip());
    }
}
