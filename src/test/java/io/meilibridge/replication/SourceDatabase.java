package io.meilibridge.replication;

import io.meilibridge.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A fresh database on a test server, with connections of this room to it.
record SourceDatabase(PostgresServer server, String name) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static SourceDatabase on(PostgresServer server, String name) throws SQLException {
        return new SourceDatabase(server, server.createDatabase(name));
    }

    ConnectionOptions options() {
        return ConnectionOptions.of(
                new ServerAddress(server.host(), server.port(), name), superuser(server));
    }

    private static Credentials superuser(PostgresServer server) {
        return Credentials.of(server.superuser(), server.password());
    }

    PgConnections connections() {
        return connections(options());
    }

    static PgConnections connections(ConnectionOptions options) {
        return new PgConnections(options, InstantSource.system());
    }

    void execute(String... statements) throws SQLException {
        server.execute(name, statements);
    }

    @Nullable String query(String sql) throws SQLException {
        return server.query(name, sql);
    }

    static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("Waited " + PATIENCE + " in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws SQLException {
        server.dropDatabase(name);
    }
}
