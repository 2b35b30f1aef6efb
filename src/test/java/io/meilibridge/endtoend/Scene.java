package io.meilibridge.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServer;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import io.meilibridge.event.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A database of its own on a real server, a stand-in, and the folder that the application runs in.
public final class Scene implements AutoCloseable {

    /// What costs least until the slot is read; the speed after that does not matter here.
    private static final String[] QUICK_START = {"-XX:TieredStopAtLevel=1", "-Xshare:auto"};

    /// The property for the most seconds that a test waits for anything but a start, so that a test
    /// that is to fail does so soon.
    static final String PATIENCE = "meilibridge.test.patience";

    /// What the framework says last.
    private static final String STARTED = " started in ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PostgresServer server;
    private final String database;
    private final MeilisearchStandIn meilisearch;
    private final Path folder;

    private Scene(
            PostgresServer server, String database, MeilisearchStandIn meilisearch, Path folder) {
        this.server = server;
        this.database = database;
        this.meilisearch = meilisearch;
        this.folder = folder;
    }

    public static Scene open(PostgresServer server, String name) throws IOException, SQLException {
        server.dropDatabase(name);
        server.createDatabase(name);
        return new Scene(
                server,
                name,
                MeilisearchStandIn.start(Options.standard()),
                Files.createTempDirectory("meilibridge-" + name + "-"));
    }

    public PostgresServer server() {
        return server;
    }

    public String database() {
        return database;
    }

    public MeilisearchStandIn meilisearch() {
        return meilisearch;
    }

    public Path folder() {
        return folder;
    }

    /// The slot that the scene's configuration names.
    public String slot() {
        return database + "_slot";
    }

    public void sql(String... statements) throws SQLException {
        server.execute(database, statements);
    }

    /// Writes the configuration: where everything is, and the given tasks (YAML, at the root).
    public Scene configure(String tasks) throws IOException {
        String password =
                server.password().isEmpty() ? "" : ", password: '" + server.password() + "'";
        String config =
                """
                source:
                  postgresql:
                    { host: %s, port: %d, database: %s, user: %s%s,
                      replication: { slot_name: %s, publication: %s_pub } }
                meilisearch: { url: "%s" }
                """
                        .formatted(
                                server.host(),
                                server.port(),
                                database,
                                server.superuser(),
                                password,
                                slot(),
                                database,
                                meilisearch.url());
        Files.writeString(folder.resolve("config.yaml"), config + tasks);
        return this;
    }

    public BridgeProcess start(String... jvmOptions) throws IOException {
        return BridgeProcess.start(
                folder,
                Stream.concat(Stream.of(QUICK_START), Arrays.stream(jvmOptions))
                        .toArray(String[]::new));
    }

    /// Starts the application and waits until its slot is read and its API answers.
    public BridgeProcess startStreaming(String... jvmOptions) throws IOException {
        BridgeProcess bridge = start(jvmOptions);
        try {
            awaitUncut(
                    Duration.ofSeconds(60),
                    () -> isSlotRead() && bridge.isAlive() && bridge.log().contains(STARTED),
                    () -> "The slot is not read:\n" + bridge.log());
            return bridge;
        } catch (AssertionError unread) {
            bridge.close();
            throw unread;
        }
    }

    /// Active it is for whoever makes it too.
    private boolean isSlotRead() {
        return !value(
                        "SELECT pid FROM pg_replication_slots JOIN pg_stat_replication"
                                + " ON pid = active_pid WHERE state IN ('catchup', 'streaming')"
                                + " AND slot_name = '"
                                + slot()
                                + "'")
                .isEmpty();
    }

    public boolean isSlotActive() {
        return "t"
                .equals(
                        value(
                                "SELECT active::text::\"char\" FROM pg_replication_slots"
                                        + " WHERE slot_name = '"
                                        + slot()
                                        + "'"));
    }

    /// Up to where the slot is confirmed; empty when there is none.
    public String confirmed() {
        return value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                        + slot()
                        + "'");
    }

    public boolean isConfirmed(String lsn) {
        String confirmed = confirmed();
        return !confirmed.isEmpty() && !Lsn.parse(confirmed).isBefore(Lsn.parse(lsn));
    }

    /// Waits until the slot is confirmed up to the WAL's present end.
    public void awaitConfirmed(BridgeProcess bridge, Duration limit) {
        String end = value("SELECT pg_current_wal_flush_lsn()");
        await(
                limit,
                () -> isConfirmed(end),
                () -> "Confirmed is " + confirmed() + ", not " + end + "\n" + bridge.log());
    }

    /// The first value of the first row, as text; empty when there is none.
    public String value(String sql) {
        try {
            String value = server.query(database, sql);
            return value == null ? "" : value;
        } catch (SQLException failure) {
            throw new AssertionError("Cannot ask: " + sql, failure);
        }
    }

    /// What SQL says the documents of an index have to be.
    ///
    /// @param sql two columns: the id, and the document as JSON
    public Map<String, JsonNode> expected(String sql) throws SQLException, IOException {
        Map<String, JsonNode> documents = new TreeMap<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                documents.put(rows.getString(1), JSON.readTree(rows.getString(2)));
            }
        }
        return documents;
    }

    /// Waits until the documents of an index are what SQL says they have to be.
    public void awaitEqual(String index, String sql, BridgeProcess bridge, Duration limit)
            throws SQLException, IOException {
        Map<String, JsonNode> expected = expected(sql);
        await(
                limit,
                () -> expected.equals(documents(index)),
                () -> difference(index, expected) + "\n" + bridge.log());
    }

    public Map<String, JsonNode> documents(String index) {
        return meilisearch.hasIndex(index) ? new TreeMap<>(meilisearch.documents(index)) : Map.of();
    }

    private String difference(String index, Map<String, JsonNode> expected) {
        Map<String, JsonNode> found = documents(index);
        StringBuilder text =
                new StringBuilder(
                        "Index '%s': expected %d documents, found %d."
                                .formatted(index, expected.size(), found.size()));
        expected.forEach((id, document) -> {
            if (!document.equals(found.get(id)) && text.length() < 4000) {
                text.append("\n  %s: expected %s, found %s".formatted(id, document, found.get(id)));
            }
        });
        found.forEach((id, document) -> {
            if (!expected.containsKey(id) && text.length() < 4000) {
                text.append("\n  %s: left over: %s".formatted(id, document));
            }
        });
        return text.toString();
    }

    /// Waits for a condition, looking every 20 ms.
    public static void await(Duration limit, BooleanSupplier condition, Supplier<String> message) {
        Duration patience = Duration.ofSeconds(Long.getLong(PATIENCE, Long.MAX_VALUE));
        awaitUncut(limit.compareTo(patience) < 0 ? limit : patience, condition, message);
    }

    /// The same, with the whole limit even where [#PATIENCE] is short: for what a test begins with.
    static void awaitUncut(Duration limit, BooleanSupplier condition, Supplier<String> message) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(message.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() throws SQLException {
        meilisearch.close();
        awaitUncut(Duration.ofSeconds(20), () -> !isSlotActive(), () -> "The slot stays active.");
        server.execute(
                "postgres",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name = '"
                        + slot()
                        + "'");
        server.dropDatabase(database);
    }
}
