package io.meilibridge;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One running PostgreSQL server of a test. Local connections are trusted until the test writes
/// other rules with [#accessRules]. Safe to share between threads.
public final class PostgresServer implements AutoCloseable {

    /// How a server is told to stop: `smart` waits for clients, `fast` disconnects them,
    /// `immediate` crashes.
    public enum StopMode {
        SMART,
        FAST,
        IMMEDIATE
    }

    private static final int STOP_LIMIT_SECONDS = 60;
    private static final int LINES_TOLD = 30;

    private final String host;
    private final int port;
    private final String superuser;
    private final String password;

    /// Null for a server that somebody else runs.
    private final @Nullable Path folder;

    /// Keeps zonky's lock on the data directory; never closed, since that would stop the server.
    @SuppressWarnings("unused")
    private final @Nullable EmbeddedPostgres launcher;

    private PostgresServer(
            URI address, @Nullable Path folder, @Nullable EmbeddedPostgres launcher) {
        this.host = address.getHost();
        this.port = address.getPort() < 0 ? 5432 : address.getPort();
        this.superuser = parameter(address, "user", "postgres");
        this.password = parameter(address, "password", "");
        this.folder = folder;
        this.launcher = launcher;
    }

    static PostgresServer launched(EmbeddedPostgres launcher, Path folder) {
        URI address = URI.create("postgresql://localhost:" + launcher.getPort() + "/postgres");
        return new PostgresServer(address, folder, launcher);
    }

    static PostgresServer at(String jdbcUrl) {
        return new PostgresServer(URI.create(jdbcUrl.replaceFirst("^jdbc:", "")), null, null);
    }

    private static String parameter(URI address, String name, String otherwise) {
        String query = address.getQuery() == null ? "" : address.getQuery();
        for (String part : query.split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return otherwise;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String superuser() {
        return superuser;
    }

    /// The superuser's password; empty where none is asked for.
    public String password() {
        return password;
    }

    public String jdbcUrl(String database) {
        String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded;
    }

    /// A superuser's connection.
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", superuser);
        properties.setProperty("password", password);
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /// Runs statements one after the other, each in a transaction of its own.
    public void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// The first column of the first row as text; null for SQL NULL and for no row.
    public @Nullable String query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /// Makes a database anew, after taking away one of that name together with its slots.
    ///
    /// @return the name
    public String createDatabase(String name) throws SQLException {
        dropDatabase(name);
        execute("postgres", "CREATE DATABASE \"" + name + "\" TEMPLATE template0");
        return name;
    }

    /// Takes a database away, with its connections and slots.
    public void dropDatabase(String name) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            String backends =
                    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                            + " WHERE datname = '"
                            + name
                            + "'";
            statement.execute(backends);
            statement.execute(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                            + " WHERE database = '"
                            + name
                            + "'");
            statement.execute("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
        }
    }

    /// Where `pg_hba.conf`, `postgresql.conf` and certificates lie. The server runs as the user of
    /// this JVM as far as files are concerned (as root, in a user namespace of its own), so what
    /// the test writes there the server can read.
    public Path dataDirectory() {
        return ownFolder().resolve("data");
    }

    /// What the server has logged so far.
    public String log() throws IOException {
        return Files.readString(ownFolder().resolve("server.log"));
    }

    /// Replaces the rules of `pg_hba.conf` and lets the server read them. A first rule that trusts
    /// the superuser from this host is kept, for [#connect].
    public void accessRules(String... rules) throws IOException, SQLException {
        List<String> lines = new ArrayList<>(List.of(rules));
        lines.addFirst("host all " + superuser + " samehost trust");
        lines.add("");
        Files.write(dataDirectory().resolve("pg_hba.conf"), lines);
        reload();
    }

    /// Appends lines to `postgresql.conf`; the caller reloads or restarts.
    public void configure(String... lines) throws IOException {
        Files.write(
                dataDirectory().resolve("postgresql.conf"),
                List.of(lines),
                StandardOpenOption.APPEND);
    }

    public void reload() throws SQLException {
        execute("postgres", "SELECT pg_reload_conf()");
    }

    /// Stops and starts on the same port and data.
    public void restart(StopMode mode) {
        stop(mode);
        start();
    }

    public void start() {
        control("start", "-w", "-t", String.valueOf(STOP_LIMIT_SECONDS));
    }

    /// Stops and waits until it has ended.
    ///
    /// @throws IllegalStateException when it has not within a minute
    public void stop(StopMode mode) {
        stop(mode, STOP_LIMIT_SECONDS);
    }

    /// Stops and waits until it has ended, so many seconds.
    public void stop(StopMode mode, int limitSeconds) {
        String word = mode.name().toLowerCase(java.util.Locale.ROOT);
        control("stop", "-m", word, "-w", "-t", String.valueOf(limitSeconds));
    }

    public boolean isRunning() {
        return Files.exists(dataDirectory().resolve("postmaster.pid"));
    }

    /// Ends the server at once and deletes its data; does nothing to a server that somebody else
    /// runs.
    @Override
    public void close() {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        if (isRunning()) {
            stop(StopMode.IMMEDIATE);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ownFolder() {
        if (folder == null) {
            throw new IllegalStateException(
                    "The server of " + PostgresServers.ADDRESS_VARIABLE + " is not ours to touch.");
        }
        return folder;
    }

    /// What the server's processes do, and what it has written last.
    private String account(Path log) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        Path pidFile = dataDirectory().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            String pid = Files.readAllLines(pidFile).getFirst();
            Process listing =
                    new ProcessBuilder("ps", "-o", "pid,stat,etimes,wchan,args", "--ppid", pid)
                            .redirectErrorStream(true)
                            .start();
            text.append(
                    new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            listing.waitFor();
        }
        List<String> lines = Files.readAllLines(log);
        lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// Runs `pg_ctl`. As root it goes through `unshare`, as zonky does, since PostgreSQL refuses to
    /// run as root.
    private void control(String... arguments) {
        try {
            Path log = ownFolder().resolve("server.log");
            // The first word of this file is the executable, the others its options.
            String options = Files.readString(dataDirectory().resolve("postmaster.opts")).strip();
            int end = options.indexOf(" \"");
            Path binaries =
                    Path.of(end < 0 ? options : options.substring(0, end)).resolveSibling("");
            List<String> command = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name"))) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.add(binaries.resolve("pg_ctl").toString());
            command.addAll(List.of(arguments));
            command.addAll(List.of("-D", dataDirectory().toString()));
            if (arguments[0].equals("start") && end >= 0) {
                command.addAll(List.of("-o", options.substring(end + 1)));
            }
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            if (!process.waitFor(2L * STOP_LIMIT_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                throw new IllegalStateException("Failed: " + command + "\n" + account(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
