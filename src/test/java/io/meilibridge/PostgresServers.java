package io.meilibridge;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Real PostgreSQL servers for tests, majors 14 to 18, from the archives that the build puts into
/// `target/postgres`. They are set up for logical replication; commits are synchronous (else the
/// stream lags by the WAL writer's naps) but nothing is forced to disk unless `fsync` is asked for.
public final class PostgresServers {

    /// Names a server to use in place of the shared ones: a JDBC URL with user and password of a
    /// superuser.
    public static final String ADDRESS_VARIABLE = "MEILIBRIDGE_TEST_POSTGRES_URL";

    public static final List<Integer> MAJORS = List.of(14, 15, 16, 17, 18);

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /// What zonky would put on the command line; from there `ALTER SYSTEM` could not change it.
    private static final List<String> COMMAND_LINE =
            List.of("fsync", "max_connections", "synchronous_commit");

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "wal_level", "logical",
                    "max_wal_senders", "20",
                    "max_replication_slots", "20",
                    "max_connections", "200",
                    "synchronous_commit", "on",
                    "shared_buffers", "64MB",
                    "max_wal_size", "2GB");

    private static final Map<Integer, PostgresServer> SHARED = new ConcurrentHashMap<>();

    /// Held here, because a logger's level is lost with the logger.
    private static final Logger LAUNCHER = Logger.getLogger("io.zonky.test.db.postgres");

    private PostgresServers() {}

    /// The server of a major that all tests of this JVM share; it ends with the JVM. A test takes a
    /// database of its own from it ([PostgresServer#createDatabase]) and drops the slots it makes.
    /// The server named by the environment, where one is, stands for every major.
    public static PostgresServer shared(int major) {
        String address = System.getenv(ADDRESS_VARIABLE);
        return SHARED.computeIfAbsent(
                major,
                wanted ->
                        address == null || address.isEmpty()
                                ? endingWithTheJvm(start(wanted, Map.of()))
                                : PostgresServer.at(address));
    }

    /// A server for one test, which closes it.
    ///
    /// @param settings lines for `postgresql.conf`, over those for replication; a value is written
    ///   as it is, so text with spaces brings its own quotes
    public static PostgresServer start(int major, Map<String, String> settings) {
        LAUNCHER.setLevel(Level.WARNING);
        Map<String, String> lines = new TreeMap<>(SETTINGS);
        lines.putAll(settings);
        try {
            Path folder = Files.createTempDirectory("meilibridge-postgres-");
            Path log = folder.resolve("server.log");
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder()
                            .setPort(FreePort.next())
                            .setPgBinaryResolver((system, machine) -> archive(major))
                            .setDataDirectory(folder.resolve("data"))
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setDataDirectoryCustomizer(data -> append(data.toPath(), lines))
                            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .setPGStartupWait(START_LIMIT)
                            .setLocaleConfig("locale", "C.UTF-8");
            for (String name : COMMAND_LINE) {
                String value = lines.get(name);
                if (value != null) {
                    builder.setServerConfig(name, value);
                }
            }
            return PostgresServer.launched(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL " + major + " did not start", e);
        }
    }

    private static PostgresServer endingWithTheJvm(PostgresServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-closer"));
        return server;
    }

    private static void append(Path data, Map<String, String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        try {
            Files.writeString(data.resolve("postgresql.conf"), text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream archive(int major) throws IOException {
        Path jar = Path.of("target", "postgres", major + ".jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry entry =
                    file.stream()
                            .filter(candidate -> candidate.getName().endsWith(".txz"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("No archive in " + jar));
            return new ByteArrayInputStream(file.getInputStream(entry).readAllBytes());
        }
    }
}
