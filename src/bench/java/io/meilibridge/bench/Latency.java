package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.dev.sink.Arrival;
import io.meilibridge.dev.sink.CountingSink;
import io.meilibridge.event.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long single-row commits at a steady rate take to arrive at the sink, and to be settled and
/// confirmed, each counted from the moment at which COMMIT returned to its writer.
final class Latency {

    private static final int WRITERS = 4;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /// Times in milliseconds.
    ///
    /// @param ratePerSecond that the writers reached
    record Result(
            int commits,
            double ratePerSecond,
            long counted,
            Spread arrived,
            Spread settled,
            double cpuMicrosPerRow) {}

    record Spread(double median, double p99, double most) {

        static Spread of(long[] nanos) {
            Arrays.sort(nanos);
            return new Spread(
                    nanos[nanos.length / 2] / 1e6,
                    nanos[(int) (nanos.length * 0.99)] / 1e6,
                    nanos[nanos.length - 1] / 1e6);
        }
    }

    private record Confirmation(long nanos, Lsn lsn) {}

    private final PostgresServer server;
    private final ProductTable table;
    private final Application application;
    private final CountingSink sink;
    private final Drain drain;

    Latency(
            PostgresServer server,
            ProductTable table,
            Application application,
            CountingSink sink,
            Drain drain) {
        this.server = server;
        this.table = table;
        this.application = application;
        this.sink = sink;
        this.drain = drain;
    }

    /// Expects the application running and idle.
    Result measure(int ratePerSecond, int seconds) throws Exception {
        int commits = ratePerSecond * seconds;
        String before = "bench_before";
        drain.copySlot(before);
        sink.clear();
        long cpu = application.cpuNanos();
        long first = table.take(commits);
        long[] committed = new long[commits];
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        List<Confirmation> confirmations;
        try (ExecutorService writers =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("writer").factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int own = i;
                all.add(
                        writers.submit(() -> {
                            write(committed, own, first, start, ratePerSecond);
                            return null;
                        }));
            }
            confirmations = follow(all);
        }
        cpu = application.cpuNanos() - cpu;
        long last = Arrays.stream(committed).max().orElseThrow();
        List<CommitOrder.Entry> order = CommitOrder.read(drain, before, commits);
        return new Result(
                commits,
                (commits - 1) * 1e9 / (last - start),
                sink.rows(),
                arrived(order, committed, first),
                settled(order, committed, first, confirmations),
                cpu / 1e3 / commits);
    }

    /// One writer's share: every fourth commit, each at its time, or at once when it is late.
    private void write(long[] committed, int own, long first, long start, int ratePerSecond)
            throws SQLException {
        try (Connection connection = server.connect(ProductTable.DATABASE);
                PreparedStatement insert = ProductTable.single(connection)) {
            for (int i = own; i < committed.length; i += WRITERS) {
                long due = start + i * 1_000_000_000L / ratePerSecond;
                for (long left = due - System.nanoTime();
                        left > 0;
                        left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                insert.setLong(1, first + i);
                insert.execute();
                committed[i] = System.nanoTime();
            }
        }
    }

    /// Writes down how the slot's confirmed position moves, until it has reached the end.
    private List<Confirmation> follow(List<Future<?>> writers)
            throws SQLException, InterruptedException, ExecutionException {
        List<Confirmation> seen = new ArrayList<>();
        Lsn end = Lsn.INVALID;
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        while (!end.isValid() || application.confirmed().isBefore(end)) {
            if (System.nanoTime() - limit > 0) {
                throw new IllegalStateException("Not settled:\n" + application.log());
            }
            seen.add(new Confirmation(System.nanoTime(), application.confirmed()));
            LockSupport.parkNanos(LOOK_NANOS);
            if (!end.isValid() && writers.stream().allMatch(Future::isDone)) {
                for (Future<?> writer : writers) {
                    writer.get();
                }
                try (Connection connection = server.connect(ProductTable.DATABASE)) {
                    end = ProductTable.walEnd(connection);
                }
            }
        }
        seen.add(new Confirmation(System.nanoTime(), application.confirmed()));
        return seen;
    }

    /// The application keeps the order of commits, and no two share an id: the nth commit is in the
    /// first request with which n rows have arrived.
    private Spread arrived(List<CommitOrder.Entry> order, long[] committed, long first) {
        List<Arrival> arrivals = sink.arrivals();
        long[] nanos = new long[order.size()];
        int at = 0;
        for (int i = 0; i < nanos.length; i++) {
            while (arrivals.get(at).rowsSoFar() < i + 1) {
                at++;
            }
            nanos[i] = arrivals.get(at).nanos() - committed[(int) (order.get(i).id() - first)];
        }
        return Spread.of(nanos);
    }

    private static Spread settled(
            List<CommitOrder.Entry> order,
            long[] committed,
            long first,
            List<Confirmation> confirmations) {
        long[] nanos = new long[order.size()];
        int at = 0;
        for (int i = 0; i < nanos.length; i++) {
            while (confirmations.get(at).lsn().isBefore(order.get(i).end())) {
                at++;
            }
            nanos[i] = confirmations.get(at).nanos() - committed[(int) (order.get(i).id() - first)];
        }
        return Spread.of(nanos);
    }
}
