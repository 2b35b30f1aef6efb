package io.meilibridge.bench;

import io.meilibridge.PostgresServer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/// Reads a copy of the slot with pgjdbc and throws everything away: what nobody who reads a slot in
/// Java can be much faster than.
final class Drain {

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    enum Way {
        /// `PGReplicationStream.read`, which wakes for every few rows.
        BLOCKING,
        /// `readPending`, and 2 ms of sleep whenever nothing is there.
        NAPPING
    }

    /// @param nanos from the start of streaming to the last change
    /// @param cpuNanos of the reading thread
    record Result(int rows, long nanos, long cpuNanos) {

        double rowsPerSecond() {
            return rows * 1e9 / nanos;
        }

        double cpuMicrosPerRow() {
            return cpuNanos / 1e3 / rows;
        }
    }

    private final PostgresServer server;

    Drain(PostgresServer server) {
        this.server = server;
    }

    /// Reads so many row changes of a copy of the application's slot.
    Result run(Way way, int rows) throws SQLException {
        String copy = "bench_copy";
        copySlot(copy);
        try (Connection connection = replication();
                PGReplicationStream stream = open(connection, copy)) {
            long cpu = cpuNanos();
            long start = System.nanoTime();
            for (int left = rows; left > 0; ) {
                ByteBuffer message = next(stream, way);
                if (message != null && isRow(message)) {
                    left--;
                }
            }
            return new Result(rows, System.nanoTime() - start, cpuNanos() - cpu);
        } finally {
            dropSlot(copy);
        }
    }

    private static @Nullable ByteBuffer next(PGReplicationStream stream, Way way)
            throws SQLException {
        return switch (way) {
            case BLOCKING -> stream.read();
            case NAPPING -> {
                ByteBuffer message = stream.readPending();
                if (message == null) {
                    LockSupport.parkNanos(NAP_NANOS);
                }
                yield message;
            }
        };
    }

    private static boolean isRow(ByteBuffer message) {
        byte tag = message.get(message.position());
        return tag == 'I' || tag == 'U' || tag == 'D';
    }

    void copySlot(String copy) throws SQLException {
        server.execute(
                ProductTable.DATABASE,
                "SELECT pg_copy_logical_replication_slot('"
                        + Application.SLOT
                        + "', '"
                        + copy
                        + "')");
    }

    /// Once its reader has gone, which the server notices a moment after we have.
    void dropSlot(String copy) throws SQLException {
        server.execute(
                ProductTable.DATABASE,
                "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
                        + " WHERE active_pid IS NOT NULL AND slot_name = '"
                        + copy
                        + "'",
                "SELECT pg_drop_replication_slot('" + copy + "')");
    }

    Connection replication() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, server.superuser());
        PGProperty.PASSWORD.set(properties, server.password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        return DriverManager.getConnection(server.jdbcUrl(ProductTable.DATABASE), properties);
    }

    static PGReplicationStream open(Connection connection, String slot) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", Application.PUBLICATION)
                .withStatusInterval(10, TimeUnit.SECONDS)
                .start();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
