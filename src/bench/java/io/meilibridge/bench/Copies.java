package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import io.meilibridge.dev.sink.CountingSink;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// How fast a table that was there before the slot gets to the sink, against a bare COPY of it.
final class Copies {

    private static final String NAME = "bench_copy";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /// One copy of the whole table.
    ///
    /// @param bareNanos of `COPY … TO STDOUT` over our driver, whose bytes are thrown away
    /// @param psqlNanos of the same by psql, its start included; 0 where there is no psql
    /// @param arrivedNanos from the start of streaming, or the order, until the last request was
    ///   complete
    /// @param cpuNanos of the process in that time
    /// @param counted rows at the sink
    record Run(
            long rows,
            long bareNanos,
            long psqlNanos,
            long arrivedNanos,
            long cpuNanos,
            long peakMegabytes,
            long counted) {

        double bareRowsPerSecond() {
            return rows * 1e9 / bareNanos;
        }

        double psqlRowsPerSecond() {
            return psqlNanos == 0 ? Double.NaN : rows * 1e9 / psqlNanos;
        }

        double rowsPerSecond() {
            return rows * 1e9 / arrivedNanos;
        }

        double ratio() {
            return rowsPerSecond() / bareRowsPerSecond();
        }

        double ratioToPsql() {
            return rowsPerSecond() / psqlRowsPerSecond();
        }

        double cpuMicrosPerRow() {
            return cpuNanos / 1e3 / rows;
        }
    }

    private final PostgresServer server;
    private final CountingSink sink;
    private final String[] jvmOptions;
    private final List<Run> cold = new ArrayList<>();
    private final List<Run> warm = new ArrayList<>();

    Copies(PostgresServer server, CountingSink sink, String... jvmOptions) {
        this.server = server;
        this.sink = sink;
        this.jvmOptions = jvmOptions;
    }

    /// By a process that has just been started.
    List<Run> cold() {
        return cold;
    }

    /// By the same process, a second time.
    List<Run> warm() {
        return warm;
    }

    /// Copies the table as it is twice, with a slot and a process of its own, which both end.
    void round() throws IOException, InterruptedException, SQLException {
        long rows = rows();
        long bare = bare();
        long psql = psql();
        try (Application application =
                new Application(server, sink.url(), NAME, "enabled: true", jvmOptions)) {
            sink.clear();
            application.start();
            cold.add(copy(application, rows, bare, psql, application.awaitStreaming()));
            application.jobs().awaitLast("products", "done", LIMIT);
            sink.clear();
            application.jobs().order("products", "{}");
            warm.add(copy(application, rows, bare, psql, System.nanoTime()));
            application.jobs().awaitLast("products", "done", LIMIT);
            application.stop();
        }
        server.execute(
                ProductTable.DATABASE,
                "SELECT pg_drop_replication_slot('" + NAME + "_slot')",
                "DROP PUBLICATION " + NAME + "_pub");
    }

    private Run copy(Application application, long rows, long bare, long psql, long start)
            throws IOException, InterruptedException {
        long cpuBefore = application.cpuNanos();
        if (!sink.awaitRows(rows, LIMIT)) {
            throw new IllegalStateException(
                    "Of " + rows + " rows " + sink.rows() + " came:\n" + application.log());
        }
        return new Run(
                rows,
                bare,
                psql,
                sink.arrivals().getLast().nanos() - start,
                application.cpuNanos() - cpuBefore,
                application.peakMegabytes(),
                sink.rows());
    }

    private long rows() throws SQLException {
        try (Connection connection = server.connect(ProductTable.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM products")) {
            row.next();
            return row.getLong(1);
        }
    }

    private long bare() throws IOException, SQLException {
        try (Connection connection = server.connect(ProductTable.DATABASE)) {
            long start = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY products TO STDOUT", OutputStream.nullOutputStream());
            return System.nanoTime() - start;
        }
    }

    private long psql() throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "psql",
                                "--host=" + server.host(),
                                "--port=" + server.port(),
                                "--username=" + server.superuser(),
                                "--dbname=" + ProductTable.DATABASE,
                                "--command=COPY products TO STDOUT")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PGPASSWORD", server.password());
        long start = System.nanoTime();
        try {
            int result = builder.start().waitFor();
            if (result != 0) {
                throw new IllegalStateException("psql ended with " + result + ".");
            }
            return System.nanoTime() - start;
        } catch (IOException notThere) {
            return 0;
        }
    }
}
