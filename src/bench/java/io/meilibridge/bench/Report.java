package io.meilibridge.bench;

import io.meilibridge.bench.Throughput.Run;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The figures as Markdown tables, printed as they come.
final class Report {

    /// One line for each round and one with the medians.
    ///
    /// @param kind what sets them apart from other rounds
    void throughput(String kind, List<Run> runs) {
        line("");
        line(
                "| %s | blocking drain | napping drain | slot to sink | ratio | to settled | CPU a row"
                                .formatted(kind)
                        + " | CPU before | peak RSS | rows counted | requests |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        int number = 1;
        for (Run run : runs) {
            throughput("round " + number++, List.of(run), run.counted(), run.requests());
        }
        if (runs.size() > 1) {
            long counted = runs.stream().mapToLong(Run::counted).sum();
            int requests = runs.stream().mapToInt(Run::requests).sum();
            throughput("**median**", runs, counted, requests);
        }
    }

    private void throughput(String name, List<Run> runs, long counted, int requests) {
        double blocking = median(runs, run -> run.blocking().rowsPerSecond());
        double napping = median(runs, run -> run.napping().rowsPerSecond());
        double product = median(runs, Run::rowsPerSecond);
        line(
                ("| %s | %,.0f /s, %.2f µs | %,.0f /s, %.2f µs | %,.0f /s | %.2f, %.2f"
                                + " | %,.0f /s | %.2f µs | %.1f s | %.0f MiB | %,d | %,d |")
                        .formatted(
                                name,
                                blocking,
                                median(runs, run -> run.blocking().cpuMicrosPerRow()),
                                napping,
                                median(runs, run -> run.napping().cpuMicrosPerRow()),
                                product,
                                median(runs, Run::ratio),
                                product / napping,
                                median(runs, Run::settledRowsPerSecond),
                                median(runs, Run::cpuMicrosPerRow),
                                median(runs, Run::startNanos) / 1e9,
                                median(runs, Run::peakMegabytes),
                                counted,
                                requests));
    }

    /// One line for each copy and one with the medians.
    ///
    /// @param kind `cold` or `warm`
    void copies(String kind, List<Copies.Run> runs) {
        line("");
        line(
                "| full sync, %s | rows | bare COPY | by psql | slot to sink | ratio | CPU a row | peak RSS"
                                .formatted(kind)
                        + " | rows counted |");
        line("|---|---|---|---|---|---|---|---|---|");
        int number = 1;
        for (Copies.Run run : runs) {
            copy("round " + number++, List.of(run));
        }
        if (runs.size() > 1) {
            copy("**median**", runs);
        }
    }

    private void copy(String name, List<Copies.Run> runs) {
        line(
                "| %s | %,.0f | %,.0f /s | %,.0f /s | %,.0f /s | %.2f, %.2f | %.2f µs | %.0f MiB | %,d |"
                        .formatted(
                                name,
                                median(runs, Copies.Run::rows),
                                median(runs, Copies.Run::bareRowsPerSecond),
                                median(runs, Copies.Run::psqlRowsPerSecond),
                                median(runs, Copies.Run::rowsPerSecond),
                                median(runs, Copies.Run::ratio),
                                median(runs, Copies.Run::ratioToPsql),
                                median(runs, Copies.Run::cpuMicrosPerRow),
                                median(runs, Copies.Run::peakMegabytes),
                                runs.stream().mapToLong(Copies.Run::counted).sum()));
    }

    /// One line for each rebuild.
    void swaps(List<Swaps.Run> runs) {
        line("");
        line("| swap | documents | order to end | documents a second | CPU a row | peak RSS |");
        line("|---|---|---|---|---|---|");
        int number = 1;
        for (Swaps.Run run : runs) {
            line(
                    "| round %d | %,d | %.1f s | %,.0f /s | %.2f µs | %d MiB |"
                            .formatted(
                                    number++,
                                    run.documents(),
                                    run.nanos() / 1e9,
                                    run.documents() * 1e9 / run.nanos(),
                                    run.cpuNanos() / 1e3 / run.documents(),
                                    run.peakMegabytes()));
        }
    }

    void latencyHead() {
        line("");
        line(
                "| sink | commits | rate | COMMIT to request, median / p99 / most"
                        + " | COMMIT to settled, median / p99 / most | CPU a row | rows counted |");
        line("|---|---|---|---|---|---|---|");
    }

    void latency(String sink, Latency.Result result) {
        line(
                "| %s | %,d | %,.0f /s | %s | %s | %.0f µs | %,d |"
                        .formatted(
                                sink,
                                result.commits(),
                                result.ratePerSecond(),
                                spread(result.arrived()),
                                spread(result.settled()),
                                result.cpuMicrosPerRow(),
                                result.counted()));
    }

    private static String spread(Latency.Spread spread) {
        return String.format(
                Locale.ROOT, "%.1f / %.1f / %.1f ms", spread.median(), spread.p99(), spread.most());
    }

    void line(String line) {
        System.out.println(line);
    }

    private static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
