package io.meilibridge.dev.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// An embedded PostgreSQL that is set up for logical replication, with the empty tables of the
/// shop. Role and database are both named `shop`; the role owns the tables and may replicate, and
/// is no superuser. Local connections are trusted.
public final class ShopDatabase implements AutoCloseable {

    public static final String NAME = "shop";

    /// Relative to the project, which dev mode and tests run in.
    private static final Path SCHEMA = Path.of("src", "dev", "shop", "schema.sql");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int PREFERRED_PORT = 54320;

    private final EmbeddedPostgres server;

    private ShopDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /// @param folder for data and log; deleted by the caller after [#close]
    public static ShopDatabase start(Path folder) throws IOException, SQLException {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setPort(Ports.preferably(PREFERRED_PORT))
                        .setDataDirectory(folder.resolve("postgres"))
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_connections", "50")
                        .setServerConfig("shared_buffers", "32MB")
                        .setServerConfig("synchronous_commit", "on")
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setErrorRedirector(log)
                        .setOutputRedirector(log)
                        .setPGStartupWait(START_LIMIT)
                        .start();
        ShopDatabase database = new ShopDatabase(server);
        try {
            database.create();
        } catch (IOException | SQLException failure) {
            database.close();
            throw failure;
        }
        return database;
    }

    private void create() throws IOException, SQLException {
        execute("postgres", "postgres", "CREATE ROLE shop LOGIN REPLICATION");
        execute("postgres", "postgres", "CREATE DATABASE shop OWNER shop");
        execute(NAME, NAME, Files.readString(SCHEMA));
    }

    public int port() {
        return server.getPort();
    }

    /// A connection of the role that owns the shop.
    public Connection connect() throws SQLException {
        return connect(NAME, NAME);
    }

    private Connection connect(String user, String database) throws SQLException {
        String url = "jdbc:postgresql://localhost:" + port() + "/" + database;
        return DriverManager.getConnection(url, user, "");
    }

    private void execute(String user, String database, String sql) throws SQLException {
        try (Connection connection = connect(user, database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
