package io.meilibridge.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The connection of a writer to a server that may be stopped and started under it.
final class WriterConnection {

    private WriterConnection() {}

    /// What is done on a connection, without auto-commit, until it is to end or the connection is
    /// lost.
    @FunctionalInterface
    interface Work {
        void on(Connection connection, Statement statement) throws SQLException;
    }

    /// Does the work, anew after each lost connection. Whether a commit that was under way then was
    /// made is not known.
    ///
    /// @throws SQLException when the work fails for another reason
    static void keep(Scene scene, BooleanSupplier ending, Work work) throws SQLException {
        while (!ending.getAsBoolean()) {
            try (Connection connection = scene.server().connect(scene.database());
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                work.on(connection, statement);
            } catch (SQLException failure) {
                if (!isOfConnection(failure)) {
                    throw failure;
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /// PostgreSQL docs, Error Codes: class 08, and the server's own ends.
    private static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
