package io.meilibridge.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.pgoutput.GoldenCase.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/// Records what real servers send, for [PgOutputGoldenTest]: every case on every major that knows
/// it. Only when asked to:
///
/// ```
/// ./mvnw test -Dtest=GoldenRecorder -Dpgoutput.record=true
/// ```
///
/// It overwrites `src/test/resources/pgoutput`: `<major>/<case>.hex` with the frames as they came,
/// and `<case>.txt` with what the decoder makes of them. **The second is to be read before it is
/// committed**, against the SQL of the case: from then on it is what the decoder is held to.
@EnabledIfSystemProperty(named = "pgoutput.record", matches = "true")
final class GoldenRecorder {

    private static final String DATABASE = "golden";
    private static final String END = "end of recording";

    static List<Integer> majors() {
        return PostgresServers.MAJORS;
    }

    @ParameterizedTest
    @MethodSource("majors")
    void records(int major) throws SQLException, IOException {
        Map<String, String> settings =
                Map.of("max_prepared_transactions", "10", "autovacuum", "off");
        try (PostgresServer server = PostgresServers.start(major, settings)) {
            List<GoldenCase> cases = new ArrayList<>(GoldenCases.all());
            cases.addAll(GoldenStreamingCases.all());
            for (GoldenCase golden : cases) {
                if (golden.firstMajor() <= major) {
                    record(server, major, golden);
                }
            }
        }
    }

    private static void record(PostgresServer server, int major, GoldenCase golden)
            throws SQLException, IOException {
        server.createDatabase(DATABASE);
        server.execute(DATABASE, golden.beforeStatements().toArray(String[]::new));
        server.execute(
                DATABASE,
                "SELECT pg_create_logical_replication_slot('golden', 'pgoutput', false, %s)"
                        .formatted(golden.options().twoPhase()));
        GoldenFile file = new GoldenFile(golden.options(), frames(server, golden));
        server.dropDatabase(DATABASE);

        assertThat(file.frames()).as(golden.name()).isNotEmpty();
        Path path = GoldenFile.path(major, golden.name());
        file.write(path);
        Files.write(GoldenFile.expectation(path), file.rendered());
    }

    /// Runs the script and reads the frames up to the transaction that marks the end.
    private static List<byte[]> frames(PostgresServer server, GoldenCase golden)
            throws SQLException {
        List<byte[]> frames = new ArrayList<>();
        try (Connection replication =
                        DriverManager.getConnection(server.jdbcUrl(DATABASE), login(server));
                PGReplicationStream stream = open(replication, golden.options());
                Connection first = server.connect(DATABASE);
                Connection second = server.connect(DATABASE);
                Statement onFirst = first.createStatement();
                Statement onSecond = second.createStatement()) {
            for (String sql : golden.scriptStatements()) {
                if (sql.startsWith(GoldenCase.READ_BLOCKS)) {
                    readBlocks(stream, frames, golden.blocks(sql));
                } else if (sql.startsWith(GoldenCase.SECOND_CONNECTION)) {
                    onSecond.execute(sql.substring(GoldenCase.SECOND_CONNECTION.length()));
                } else {
                    onFirst.execute(sql);
                }
            }
            onFirst.execute("SELECT pg_logical_emit_message(true, '" + END + "', '')");
            byte[] frame = read(stream);
            while (!isEnd(frame)) {
                frames.add(frame);
                frame = read(stream);
            }
        }
        frames.removeLast();
        return frames;
    }

    private static void readBlocks(PGReplicationStream stream, List<byte[]> frames, int blocks)
            throws SQLException {
        while (frames.stream().filter(frame -> frame[0] == 'E').count() < blocks) {
            frames.add(read(stream));
        }
    }

    private static byte[] read(PGReplicationStream stream) throws SQLException {
        ByteBuffer payload = stream.read();
        byte[] frame = new byte[payload.remaining()];
        payload.get(frame);
        return frame;
    }

    private static boolean isEnd(byte[] frame) {
        return frame[0] == 'M' && new String(frame, StandardCharsets.ISO_8859_1).contains(END);
    }

    private static Properties login(PostgresServer server) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, server.superuser());
        PGProperty.PASSWORD.set(properties, server.password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.OPTIONS.set(properties, "-c logical_decoding_work_mem=64kB -c TimeZone=UTC");
        return properties;
    }

    private static PGReplicationStream open(Connection connection, Options options)
            throws SQLException {
        ChainedLogicalStreamBuilder stream =
                connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName("golden")
                        .withSlotOption("proto_version", options.version())
                        .withSlotOption("publication_names", GoldenCase.PUBLICATION)
                        .withSlotOption("messages", "true");
        if (options.binary()) {
            stream.withSlotOption("binary", "true");
        }
        if (options.streaming() != StreamingMode.OFF) {
            stream.withSlotOption("streaming", options.streamingValue());
        }
        if (options.twoPhase()
                && options.version() >= ProtocolOptions.FIRST_VERSION_WITH_TWO_PHASE) {
            stream.withSlotOption("two_phase", "true");
        }
        return stream.start();
    }
}
