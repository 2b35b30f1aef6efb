package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Writes a small transaction into the source's WAL every so often, so that the slot has something
/// to confirm also while nobody else commits in its database: an empty logical message of our
/// prefix, which changes no table. On a server that takes no writes nothing is written.
///
/// Each beat is a connection of its own, which a shutdown does not wait for, on a virtual thread
/// until [#close]. A beat that fails is tried again at the next; the first of several is told.
public final class Heartbeat implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    /// Nobody needs to wait for a synchronous standby.
    private static final String BEAT =
            "SET synchronous_commit = local; SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN"
                    + " NULL ELSE pg_catalog.pg_logical_emit_message(true, 'meilibridge', 'heartbeat')"
                    + " IS NOT NULL END";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final PgConnections connections;
    private final Duration interval;
    private final Thread thread;

    private Heartbeat(String source, PgConnections connections, Duration interval) {
        this.connections = connections;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("heartbeat-" + source).unstarted(this::run);
    }

    /// Begins.
    ///
    /// @param interval zero: none is written
    public static Heartbeat start(String source, PgConnections connections, Duration interval) {
        Heartbeat heartbeat = new Heartbeat(source, connections, interval);
        if (interval.isPositive()) {
            heartbeat.thread.start();
        }
        return heartbeat;
    }

    private void run() {
        boolean told = false;
        try {
            while (true) {
                Thread.sleep(interval);
                told = !beat(told);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether it was written, or is not to be
    private boolean beat(boolean told) {
        try (Connection connection = connections.openOrdinary()) {
            beat(connection);
            return true;
        } catch (SQLException | PipelineException fault) {
            boolean quiet = told || Thread.currentThread().isInterrupted();
            LOG.log(
                    quiet ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "no heartbeat could be written, which only keeps the slot of an idle database"
                            + " where it is; it is tried again: {0}",
                    fault.getMessage());
            return false;
        }
    }

    private void beat(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BEAT);
        } catch (SQLException fault) {
            if (!INSUFFICIENT_PRIVILEGE.equals(fault.getSQLState())) {
                throw fault;
            }
            // From 17 on it can be told to flush.
            boolean flushes = connection.getMetaData().getDatabaseMajorVersion() >= 17;
            throw new SourceException(
                    ErrorCode.PERMISSION_MISSING,
                    "our role may not. GRANT EXECUTE ON FUNCTION"
                            + " pg_catalog.pg_logical_emit_message(boolean, text, text%s) TO %s;"
                                    .formatted(
                                            flushes ? ", boolean" : "",
                                            TableName.quote(
                                                    connections.options().credentials().user())),
                    "",
                    fault);
        }
    }

    /// Ends it, without waiting for a beat that is under way.
    @Override
    public void close() {
        thread.interrupt();
    }
}
