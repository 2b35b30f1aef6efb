package io.meilibridge.replication;

import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells, while a slot is being made, which transactions it waits for: the server lets a slot begin
/// only after every transaction has ended that was open when its making began. A thread of its own
/// with a connection of its own, which it opens when the first wait is over.
final class SlotCreationWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SlotCreationWatch.class.getName());

    /// Every transaction with an id but that of the slot's maker. Ids are not compared: what began
    /// later is held up by nothing, and short-lived.
    private static final String OPEN_TRANSACTIONS =
            """
            SELECT a.pid, a.usename, a.application_name, a.state,
                   pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start)::int8
                     AS seconds
              FROM pg_catalog.pg_stat_activity a
             WHERE a.backend_xid IS NOT NULL AND a.pid <> pg_catalog.pg_backend_pid()
             ORDER BY a.xact_start LIMIT 5
            """;

    private final PgConnections connections;
    private final Duration interval;
    private final String slot;
    private final CountDownLatch done = new CountDownLatch(1);

    private SlotCreationWatch(PgConnections connections, Duration interval, String slot) {
        this.connections = connections;
        this.interval = interval;
        this.slot = slot;
    }

    static SlotCreationWatch start(PgConnections connections, Duration interval, String slot) {
        SlotCreationWatch watch = new SlotCreationWatch(connections, interval, slot);
        Thread.ofVirtual().name("slot-creation-watch").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            while (!done.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        try (Connection connection = connections.openOrdinary();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OPEN_TRANSACTIONS)) {
            while (rows.next()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "creating slot ''{0}'' waits for the transaction of pid {1} (role {2},"
                                + " application ''{3}'', {4}), open for {5} s; to end it: SELECT"
                                + " pg_terminate_backend({1});",
                        slot,
                        rows.getString("pid"),
                        rows.getString("usename"),
                        rows.getString("application_name"),
                        rows.getString("state"),
                        rows.getString("seconds"));
            }
        } catch (SQLException | SourceException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot see what slot creation waits for", e);
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
