package io.meilibridge.endtoend;

import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// A scene whose application runs: what the tests of one class share, each with tables and indexes
/// of its own. Tables are made before the application starts.
final class RunningScene implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(20);

    /// What an encoded document id is, in SQL: bytes outside `[A-Za-z0-9-]` as `_XX`, parts joined
    /// by `__`, more than 511 bytes as `_h` and a SHA-256.
    private static final String DOCUMENT_ID =
            """
            CREATE FUNCTION document_id(VARIADIC parts text[]) RETURNS text LANGUAGE sql AS $$
              WITH bytes AS (
                SELECT place, i, get_byte(part, i) AS byte
                FROM (SELECT place, convert_to(part, 'UTF8') AS part
                      FROM unnest(parts) WITH ORDINALITY AS given(part, place)) AS binary_parts,
                     generate_series(0, length(part) - 1) AS i),
              encoded AS (
                SELECT place,
                       string_agg(
                         CASE WHEN chr(byte) ~ '^[A-Za-z0-9-]$' THEN chr(byte)
                              ELSE '_' || upper(lpad(to_hex(byte), 2, '0')) END,
                         '' ORDER BY i) AS part
                FROM bytes GROUP BY place),
              whole AS (
                SELECT string_agg(coalesce(encoded.part, ''), '__' ORDER BY place) AS id
                FROM generate_series(1, cardinality(parts)) AS place
                     LEFT JOIN encoded USING (place))
              SELECT CASE WHEN id = '' THEN '_'
                          WHEN length(id) > 511
                          THEN '_h' || encode(sha256(convert_to(id, 'UTF8')), 'hex')
                          ELSE id END
              FROM whole
            $$
            """;

    private final Scene scene;
    private BridgeProcess bridge;

    private RunningScene(Scene scene, BridgeProcess bridge) {
        this.scene = scene;
        this.bridge = bridge;
    }

    /// Starts on PostgreSQL 18.
    static RunningScene start(String name, String configuration, String... schema)
            throws IOException, SQLException {
        return start(18, name, configuration, schema);
    }

    /// @param configuration everything but source and destination, YAML at the root
    static RunningScene start(int major, String name, String configuration, String... schema)
            throws IOException, SQLException {
        Scene scene = prepared(major, name, schema);
        scene.configure(configuration);
        return of(scene, scene.startStreaming());
    }

    /// A scene with [#DOCUMENT_ID] and the tables, to be configured and started.
    static Scene prepared(int major, String name, String... schema)
            throws IOException, SQLException {
        Scene scene = Scene.open(PostgresServers.shared(major), name);
        prepare(scene, schema);
        return scene;
    }

    /// Makes [#DOCUMENT_ID] and the tables in a scene that is open.
    static void prepare(Scene scene, String... schema) throws SQLException {
        scene.sql(DOCUMENT_ID);
        scene.sql(schema);
    }

    /// Takes over a scene that was started, when its first full syncs are done: what tests write
    /// comes by the stream alone.
    static RunningScene of(Scene scene, BridgeProcess bridge) {
        new Jobs(bridge).awaitNoneOpen(LIMIT);
        return new RunningScene(scene, bridge);
    }

    Scene scene() {
        return scene;
    }

    BridgeProcess bridge() {
        return bridge;
    }

    /// Ends the application in good order and starts it again.
    void restart(String... statementsBetween) throws IOException, SQLException {
        try {
            bridge.terminate(Duration.ofSeconds(30));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        scene.sql(statementsBetween);
        bridge = scene.startStreaming();
    }

    /// Waits until so many slots are read.
    void awaitSlots(int count) {
        Scene.await(
                LIMIT,
                () -> String.valueOf(count).equals(Configurations.activeSlots(scene)),
                bridge::log);
    }

    /// Each statement in a transaction of its own.
    void sql(String... statements) throws SQLException {
        scene.sql(statements);
    }

    /// All statements in one transaction.
    void transaction(String... statements) throws SQLException {
        try (Connection connection = scene.server().connect(scene.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /// @param sql what the documents have to be: the id, and the document as JSON
    void awaitEqual(String index, String sql) throws SQLException, IOException {
        scene.awaitEqual(index, sql, bridge, LIMIT);
    }

    /// Waits until the documents of the index are the table's rows, with a key that is the id as it
    /// is.
    void awaitRows(String index, String table, String key) throws SQLException, IOException {
        awaitEqual(index, "SELECT " + key + ", to_jsonb(t) FROM " + table + " t");
    }

    /// The same, with a key that is encoded.
    void awaitEncodedRows(String index, String table, String... keys)
            throws SQLException, IOException {
        awaitIdentified(index, table, "document_id(" + String.join(", ", List.of(keys)) + ")");
    }

    /// The same, with an expression for the id.
    void awaitIdentified(String index, String table, String id) throws SQLException, IOException {
        awaitEqual(
                index,
                "SELECT %1$s, to_jsonb(t) || jsonb_build_object('_id', %1$s) FROM %2$s t"
                        .formatted(id, table));
    }

    /// How many changes were read and are not settled yet.
    long inFlight() {
        return inFlight(bridge);
    }

    private static long inFlight(BridgeProcess bridge) {
        return bridge.get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("meilibridge_in_flight_events"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    /// Waits until so many changes were read that are not settled yet.
    static void awaitInFlight(BridgeProcess bridge, long changes) {
        Scene.await(LIMIT, () -> inFlight(bridge) >= changes, bridge::log);
    }

    /// What Meilisearch answers to a GET.
    String meilisearch(String path) throws IOException {
        URI uri = URI.create(scene.meilisearch().url() + path);
        try (InputStream answer = uri.toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws SQLException {
        bridge.close();
        scene.close();
    }
}
