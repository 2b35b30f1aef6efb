package io.meilibridge.replication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.event.ValueKind;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PublicationState.PublishedTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PublishedTable ALL = new PublishedTable("", List.of());

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void values_equal_those_of_the_stream(int major) throws Exception {
        try (SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), "equal")) {
            source.execute(
                    "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                    "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                    "CREATE TABLE item (id positive PRIMARY KEY, f4 real, f8 double precision,"
                            + " n numeric, ts timestamptz, t timestamp, d date, i interval, b"
                            + " bytea, j jsonb, a text[], m mood, u uuid, empty text, missing"
                            + " text, g int GENERATED ALWAYS AS (id * 2) STORED)",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('equal', 'pgoutput')",
                    "INSERT INTO item VALUES (7, 0.1, 1e-7, 1.50, '2024-02-29 13:37:00.123+05',"
                            + " '0044-03-15 12:00:00 BC', '2024-01-31', '1 year 2 days 3.5 s',"
                            + " '\\x00ff27', '{\"a\": [1, \"é\"]}', '{a,NULL,\"b c\"}', 'ok',"
                            + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', NULL)");
            Relation relation = relation(source, "item");

            Row read;
            try (RowReader reader = new RowReader(source.connections(), PATIENCE)) {
                read = only(reader.read(relation, List.of("id"), List.of(List.of("7"))));
            }

            assertThat(values(read)).isEqualTo(streamedInsert(source, "equal"));
            assertThat(relation.indexOf("g")).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_come_under_their_keys_in_the_given_order_and_vanished_ones_do_not(int major)
            throws Exception {
        try (SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), "keys")) {
            source.execute(
                    "CREATE TABLE \"It em\" (a int, \"B\" varchar(19), v text, PRIMARY KEY (a,"
                            + " \"B\"))",
                    "INSERT INTO \"It em\" SELECT n, 'it''s \\' || n, 'v' || n FROM"
                            + " generate_series(1, 3000) n");
            Relation relation = relation(source, "It em");
            List<List<String>> keys =
                    IntStream.rangeClosed(0, 3000)
                            .mapToObj(n -> 3001 - n)
                            .map(n -> List.of(String.valueOf(n), "it's \\" + n))
                            .toList();
            List<List<String>> doubled = new ArrayList<>(keys);
            doubled.addAll(keys.subList(5, 10));

            Map<List<String>, Row> rows;
            try (RowReader reader = new RowReader(source.connections(), PATIENCE)) {
                rows = reader.read(relation, List.of("a", "B"), doubled);
                assertThat(reader.read(relation, List.of("a", "B"), List.of())).isEmpty();
            }

            assertThat(rows.keySet()).containsExactlyElementsOf(keys.subList(1, 3001));
            Row last = requireNonNull(rows.get(List.of("1", "it's \\1")));
            assertThat(last.text(2)).isEqualTo("v1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_table_renamed_or_reshaped_since_is_still_found(int major) throws Exception {
        try (SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), "shaped");
                RowReader reader = new RowReader(source.connections(), PATIENCE)) {
            source.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, old text)",
                    "INSERT INTO item VALUES (1, 'x')");
            Relation relation = relation(source, "item");
            source.execute("ALTER TABLE item DROP old", "ALTER TABLE item RENAME TO renamed");

            Row row = only(reader.read(relation, List.of("id"), List.of(List.of("1"))));

            assertThat(row.kind(1)).isEqualTo(ValueKind.ABSENT);
            source.execute("DROP TABLE renamed");
            assertThatThrownBy(() -> reader.read(relation, List.of("id"), List.of(List.of("1"))))
                    .asInstanceOf(type(SourceException.class))
                    .extracting(PipelineException::code)
                    .isEqualTo(ErrorCode.TABLE_MISSING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_commit_in_the_stream_that_waits_for_a_missing_standby_is_waited_for(int major)
            throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                SourceDatabase source = SourceDatabase.on(server, "ghost")) {
            source.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, v text)",
                    "INSERT INTO item VALUES (1, 'old')",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('ghost', 'pgoutput')");
            Relation relation = relation(source, "item");
            server.configure("synchronous_standby_names = 'ghost'");
            server.reload();
            try (RowReader hasty = new RowReader(source.connections(), Duration.ofMillis(300));
                    RowReader reader = new RowReader(source.connections(), PATIENCE);
                    Connection writer = source.connections().openOrdinary();
                    WalStream stream =
                            WalStream.open(
                                    source.connections(),
                                    StreamOptions.of("ghost", List.of("pub")));
                    // Ends the commit before its connection is to close, also when the test fails.
                    AutoCloseable _ = () -> expectNoStandby(server)) {
                CompletableFuture<Void> commit =
                        CompletableFuture.runAsync(
                                () -> update(writer, "UPDATE item SET v = 'new'"));
                int xid = xid(stream);
                List<List<String>> keys = List.of(List.of("1"));
                Row early = only(hasty.read(relation, List.of("id"), keys));
                assertThat(early.text(1)).isEqualTo("old");

                assertThatThrownBy(() -> hasty.read(relation, List.of("id"), keys, xid))
                        .asInstanceOf(type(SourceException.class))
                        .extracting(PipelineException::code)
                        .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
                CompletableFuture<Map<List<String>, Row>> reading =
                        CompletableFuture.supplyAsync(
                                () -> reader.read(relation, List.of("id"), keys, xid));
                assertThat(commit).isNotDone();
                expectNoStandby(server);

                Row row = only(reading.get(20, TimeUnit.SECONDS));
                assertThat(row.text(1)).isEqualTo("new");
                commit.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void expectNoStandby(PostgresServer server) throws Exception {
        server.configure("synchronous_standby_names = ''");
        server.reload();
    }

    private static Row only(Map<List<String>, Row> rows) {
        assertThat(rows).hasSize(1);
        return rows.values().iterator().next();
    }

    private static void update(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Relation relation(SourceDatabase source, String table) throws SQLException {
        try (Connection connection = source.connections().openOrdinary()) {
            return new SourceInspector(connection, source.options())
                    .table(new TableName("public", table))
                    .orElseThrow()
                    .relation(ALL);
        }
    }

    /// The id in the Begin message that comes first.
    private static int xid(WalStream stream) {
        byte[][] frames = new byte[512][];
        int[] count = {0};
        SourceDatabase.await(
                "the commit is in the stream",
                () -> {
                    count[0] = stream.read(frames, ReadLimits.DEFAULT);
                    return count[0] > 0;
                });
        ByteBuffer begin = ByteBuffer.wrap(frames[0]);
        assertThat((char) begin.get(WalChunk.HEADER_BYTES)).isEqualTo('B');
        return begin.getInt(WalChunk.HEADER_BYTES + 1 + 8 + 8);
    }

    /// The tuple of the first Insert message as kinds and texts.
    private static List<String> streamedInsert(SourceDatabase source, String slot) {
        try (WalStream stream =
                WalStream.open(source.connections(), StreamOptions.of(slot, List.of("pub")))) {
            List<byte[]> inserts = new ArrayList<>();
            byte[][] frames = new byte[512][];
            SourceDatabase.await(
                    "the insert arrives",
                    () -> {
                        int count = stream.read(frames, ReadLimits.DEFAULT);
                        for (int i = 0; i < count; i++) {
                            if (frames[i][WalChunk.HEADER_BYTES] == 'I') {
                                inserts.add(frames[i]);
                            }
                        }
                        return !inserts.isEmpty();
                    });
            ByteBuffer tuple = ByteBuffer.wrap(inserts.getFirst());
            tuple.position(WalChunk.HEADER_BYTES + 1 + 4 + 1);
            int columns = tuple.getShort();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                if (tuple.get() == 'n') {
                    values.add("NULL");
                    continue;
                }
                byte[] text = new byte[tuple.getInt()];
                tuple.get(text);
                values.add("TEXT " + new String(text, StandardCharsets.UTF_8));
            }
            return values;
        }
    }

    private static List<String> values(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            ValueKind kind = row.kind(i);
            values.add(kind == ValueKind.TEXT ? "TEXT " + row.text(i) : kind.toString());
        }
        return values;
    }
}
