package io.meilibridge.endtoend;

import io.meilibridge.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/// A table on a server that gives its decoder so little memory that transactions come in blocks,
/// and sessions whose transactions stay open.
final class StreamingScene implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String ROWS = "SELECT id, to_jsonb(t) FROM rows t";

    private final Scene scene;
    private BridgeProcess bridge;

    private StreamingScene(Scene scene, BridgeProcess bridge) {
        this.scene = scene;
        this.bridge = bridge;
    }

    /// Starts on an empty table `rows (id, who, filler)`.
    ///
    /// @param replication keys of `replication`
    static StreamingScene start(
            PostgresServer server, String name, String replication, String... jvmOptions)
            throws IOException, SQLException {
        Scene scene = Scene.open(server, name);
        scene.sql(
                "CREATE TABLE rows (id int PRIMARY KEY, who text, filler text)",
                "ALTER DATABASE %s SET logical_decoding_work_mem = '64kB'".formatted(name));
        scene.configure("sync_tasks: [ { id: rows, table: rows } ]\n");
        Configurations.replace(scene, "replication: {", "replication: { " + replication + ",");
        BridgeProcess bridge = scene.startStreaming(jvmOptions);
        new Jobs(bridge).awaitNoneOpen(LIMIT);
        return new StreamingScene(scene, bridge);
    }

    Scene scene() {
        return scene;
    }

    BridgeProcess bridge() {
        return bridge;
    }

    /// SIGKILL, and another start.
    void killAndStart(String... jvmOptions) throws Exception {
        bridge.kill();
        bridge.close();
        bridge = scene.startStreaming(jvmOptions);
    }

    /// A session in a transaction.
    Session begin() throws SQLException {
        Connection connection = scene.server().connect(scene.database());
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /// A transaction of its own, to be committed, rolled back or prepared.
    record Session(Connection connection) implements AutoCloseable {

        void sql(String... statements) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        /// More than fits the decoder's memory.
        void insert(int from, int count) throws SQLException {
            sql(
                    "INSERT INTO rows SELECT n, 'w' || n %% 7, repeat(md5(n::text), 8) FROM generate_series(%d, %d) n"
                            .formatted(from, from + count - 1));
        }

        void commit() throws SQLException {
            connection.commit();
        }

        void rollback() throws SQLException {
            connection.rollback();
        }

        /// PREPARE TRANSACTION.
        void prepare(String name) throws SQLException {
            sql("PREPARE TRANSACTION '" + name + "'");
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    void awaitEqual() throws SQLException, IOException {
        scene.awaitEqual("rows", ROWS, bridge, LIMIT);
    }

    int documents() {
        return scene.meilisearch().hasIndex("rows") ? scene.meilisearch().count("rows") : 0;
    }

    long spooledBytes() {
        return bridge.get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("meilibridge_spooled_bytes"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    void awaitSpooled(long bytesMin) {
        Scene.await(
                LIMIT,
                () -> spooledBytes() >= bytesMin,
                () -> "Spooled are " + spooledBytes() + " bytes:\n" + bridge.log());
    }

    void awaitNothingSpooled() {
        Scene.await(
                LIMIT,
                () -> spooledBytes() == 0,
                () -> "Spooled are " + spooledBytes() + " bytes:\n" + bridge.log());
    }

    /// Names that the spool shows.
    long spoolFiles() throws IOException {
        Path folder = scene.folder().resolve("data").resolve("spool").resolve("default");
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Override
    public void close() throws SQLException {
        bridge.close();
        scene.close();
    }
}
