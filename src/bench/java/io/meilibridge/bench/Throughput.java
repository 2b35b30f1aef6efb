package io.meilibridge.bench;

import io.meilibridge.bench.Drain.Way;
import io.meilibridge.dev.sink.CountingSink;
import io.meilibridge.event.Lsn;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast bursts of changes that wait in the slot get to the sink, against bare reads of copies
/// of the slot, which see the same changes.
final class Throughput {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// One burst.
    ///
    /// @param arrivedNanos from the start of streaming until the last request was complete
    /// @param settledNanos from the start of streaming until the slot was confirmed to its end
    /// @param cpuNanos of the process, from the start of streaming until all was settled
    /// @param startNanos of CPU, of the process before it streamed; 0 when it ran before
    /// @param counted rows at the sink
    record Run(
            int rows,
            Drain.Result blocking,
            Drain.Result napping,
            long arrivedNanos,
            long settledNanos,
            long cpuNanos,
            long startNanos,
            long peakMegabytes,
            long counted,
            int requests) {

        double rowsPerSecond() {
            return rows * 1e9 / arrivedNanos;
        }

        /// Of the blocking drain of the same burst.
        double ratio() {
            return rowsPerSecond() / blocking.rowsPerSecond();
        }

        double settledRowsPerSecond() {
            return rows * 1e9 / settledNanos;
        }

        double cpuMicrosPerRow() {
            return cpuNanos / 1e3 / rows;
        }
    }

    private final ProductTable table;
    private final Application application;
    private final CountingSink sink;
    private final Drain drain;
    private final List<Run> cold = new ArrayList<>();
    private final List<Run> warm = new ArrayList<>();

    Throughput(ProductTable table, Application application, CountingSink sink, Drain drain) {
        this.table = table;
        this.application = application;
        this.sink = sink;
        this.drain = drain;
    }

    List<Run> cold() {
        return cold;
    }

    List<Run> warm() {
        return warm;
    }

    /// A burst for a process that has just been started, then one for the same process warm.
    /// Expects it stopped, and leaves it running and idle.
    void round(int rows) throws IOException, InterruptedException, SQLException {
        cold.add(measure(rows, application::start));
        warm.add(warm(rows));
    }

    /// A burst for a process that runs and is idle, and is so again afterwards.
    Run warm(int rows) throws IOException, InterruptedException, SQLException {
        application.freeze();
        return measure(rows, application::thaw);
    }

    private interface Beginning {
        void begin() throws IOException, InterruptedException;
    }

    private Run measure(int rows, Beginning beginning)
            throws IOException, InterruptedException, SQLException {
        Lsn end = table.burst(rows);
        Drain.Result blocking = drain.run(Way.BLOCKING, rows);
        Drain.Result napping = drain.run(Way.NAPPING, rows);
        sink.clear();
        beginning.begin();
        long start = application.awaitStreaming();
        long cpuBefore = application.cpuNanos();
        if (!sink.awaitRows(rows, LIMIT)) {
            throw new IllegalStateException(
                    "Of " + rows + " rows " + sink.rows() + " arrived:\n" + application.log());
        }
        long settled = application.awaitConfirmed(end);
        return new Run(
                rows,
                blocking,
                napping,
                sink.arrivals().getLast().nanos() - start,
                settled - start,
                application.cpuNanos() - cpuBefore,
                cpuBefore,
                application.peakMegabytes(),
                sink.rows(),
                sink.arrivals().size());
    }
}
