package io.meilibridge.replication;

import io.meilibridge.replication.PreflightReport.Advice;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;

/// A pooler in the way, such as PgBouncer: it gives a session's statements to servers' processes as
/// it sees fit, and knows replication late or not at all. It is told by the process that answers
/// being another one than was named when the connection opened.
final class Pooler {

    static final String HINT =
            "Is it a pooler, such as PgBouncer? Give the address of PostgreSQL itself in"
                    + " source.postgresql.host and .port: a pooler does not pass on replication, or"
                    + " not in full.";

    private Pooler() {}

    /// @throws SQLException when the connection has failed
    static Optional<Advice> between(Connection connection, SourceInspector inspector)
            throws SQLException {
        int named = connection.unwrap(PGConnection.class).getBackendPID();
        int answering =
                inspector.ask(
                        "SELECT pg_catalog.pg_backend_pid()",
                        rows -> {
                            rows.next();
                            return rows.getInt(1);
                        });
        return named == answering
                ? Optional.empty()
                : Optional.of(
                        new Advice(
                                "Something stands between us and PostgreSQL: the server process"
                                        + " that answers is "
                                        + answering
                                        + ", and "
                                        + named
                                        + " was named.",
                                HINT));
    }
}
