package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.document.Windows;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.replication.ConnectionOptions;
import io.meilibridge.replication.Credentials;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.ServerAddress;
import io.meilibridge.snapshot.FullSyncOrder.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks of real tables; what was read is held against what SELECT says.
class ChunkReaderIT {

    private static final String NAME = "chunk_reader";
    private static final Beside ALONE = new Beside(1, new DeliveredTransactions());

    private static final Map<String, String> QUIET =
            Map.of("wal_log_hints", "on", "wal_writer_delay", "10s", "autovacuum", "off");

    private static final String UNWRITTEN =
            "SELECT pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()";

    /// A chunk is read whole here before its rows are taken.
    private final RowQueue queue = new RowQueue(64 << 20);

    private @Nullable PostgresServer server;

    private PostgresServer on(int major) throws SQLException {
        PostgresServer shared = PostgresServers.shared(major);
        shared.createDatabase(NAME);
        server = shared;
        return shared;
    }

    @AfterEach
    void clean() throws SQLException {
        queue.close();
        if (server != null) {
            server.execute(
                    "postgres",
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                            + " database = '"
                            + NAME
                            + "'");
            server.dropDatabase(NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void every_row_is_read_once_in_several_chunks(int major) throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item SELECT n, repeat('x', 1500) || n FROM generate_series(1, 20000) n");
        String rows = texts(source, "SELECT id || ':' || v FROM item ORDER BY id");
        FullSync sync = sync(null);

        List<String> read = readAll(source, "item", sync, ALONE);

        assertThat(String.join("\n", read)).isEqualTo(rows);
        assertThat(sync.isComplete()).isTrue();
        assertThat(sync.progress().rowsDone()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_are_read_with_every_transaction_that_the_stream_has_delivered(int major)
            throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item VALUES (1, 'old')");
        DeliveredTransactions delivered = new DeliveredTransactions();
        Beside stream = new Beside(1, delivered);
        CompletableFuture<List<String>> reading;
        boolean waited;

        // Committed as far as the stream is concerned, and seen by nobody: as it is while a commit
        // waits for a synchronous standby.
        try (Connection connection = source.connect(NAME);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE item SET v = 'new'");
            delivered.delivered(xid(statement));
            reading =
                    CompletableFuture.supplyAsync(
                            () -> readAll(source, "item", sync(null), stream));
            waited = !endsWithin(reading, 500);
            connection.commit();
        }

        assertThat(waited).isTrue();
        assertThat(reading.get(20, TimeUnit.SECONDS)).containsExactly("1:new");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_wait_until_the_stream_has_brought_what_they_show(int major) throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item VALUES (1, 'one')");
        Lsn before = Lsn.parse(String.valueOf(source.query(NAME, "SELECT pg_current_wal_lsn()")));
        source.execute(NAME, "INSERT INTO item VALUES (2, 'two')");

        try (ChunkReader reader = reader(source, "item", sync(null))) {
            reader.readNext(ALONE);
        }
        RowPiece piece = Objects.requireNonNull(queue.poll());

        assertThat(piece.isDue(before)).isFalse();
        assertThat(
                        piece.isDue(
                                Lsn.parse(
                                        String.valueOf(
                                                source.query(
                                                        NAME, "SELECT pg_current_wal_lsn()")))))
                .isTrue();
        piece.lost();
    }

    /// Where nobody commits, a server leaves for seconds what reading adds to its WAL: that the
    /// rows of these pages are known to be committed now. The stream has only what is written out.
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rows_do_not_wait_for_others_to_commit(int major) throws Exception {
        try (PostgresServer quiet = PostgresServers.start(major, QUIET)) {
            quiet.createDatabase(NAME);
            quiet.execute(
                    NAME,
                    "CREATE TABLE item (id int PRIMARY KEY, v text)",
                    "INSERT INTO item SELECT n, repeat('x', 1500) FROM generate_series(1, 500) n",
                    "CHECKPOINT",
                    "SELECT v FROM item");
            assertThat(quiet.query(NAME, UNWRITTEN)).isEqualTo("t");

            try (ChunkReader reader = reader(quiet, "item", sync(null))) {
                reader.readNext(ALONE);
            }

            RowPiece piece = Objects.requireNonNull(queue.poll());
            String written = quiet.query(NAME, "SELECT pg_current_wal_flush_lsn()");
            assertThat(piece.isDue(Lsn.parse(String.valueOf(written)))).isTrue();
            piece.lost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void partitions_heirs_and_quoted_names_are_read_through_their_table(int major)
            throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE \"Or der\" (id int, \"V\" text, g int GENERATED ALWAYS AS (id * 2)"
                        + " STORED, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
                "CREATE TABLE low PARTITION OF \"Or der\" FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE high PARTITION OF \"Or der\" FOR VALUES FROM (100) TO (10000)",
                "INSERT INTO \"Or der\" (id, \"V\") SELECT n, 'a\\b' || n FROM generate_series(1,"
                        + " 3000) n",
                "CREATE TABLE parent (id int PRIMARY KEY, v text)",
                "CREATE TABLE child () INHERITS (parent)",
                "INSERT INTO parent VALUES (1, 'parent')",
                "INSERT INTO child VALUES (2, 'child')");

        List<String> parts = readAll(source, "Or der", sync(null), ALONE);
        List<String> heirs = readAll(source, "parent", sync(null), ALONE);

        assertThat(String.join("\n", parts))
                .isEqualTo(texts(source, "SELECT id || ':' || \"V\" FROM \"Or der\" ORDER BY id"));
        assertThat(heirs).containsExactly("1:parent", "2:child");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void only_rows_of_the_condition_and_of_the_publication_are_read(int major) throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE item (id int PRIMARY KEY, v text, hidden text)",
                "INSERT INTO item SELECT n, NULL, 'h' FROM generate_series(1, 20) n");
        TableReading reading =
                new TableReading(
                        connections(source),
                        new TableName("public", "item"),
                        new PublishedTable("(id < 15)", List.of("id", "v")),
                        new Windows());

        List<String> read = readAll(reading, sync("id > 10 -- the newer ones"), ALONE);

        assertThat(read).containsExactly("11:null", "12:null", "13:null", "14:null");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_table_that_is_written_anew_meanwhile_is_read_whole(int major) throws Exception {
        PostgresServer source = on(major);
        source.execute(
                NAME,
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item SELECT n, repeat('x', 1500) || n FROM generate_series(1, 20000)"
                        + " n",
                "DELETE FROM item WHERE id % 2 = 0");
        FullSync sync = sync(null);
        List<String> rows = new ArrayList<>();

        try (ChunkReader reader = reader(source, "item", sync)) {
            reader.readNext(ALONE);
            take(rows);
            rows.clear();
            source.execute(NAME, "VACUUM FULL item");
            while (reader.readNext(ALONE)) {
                take(rows);
            }
        }

        rows.sort(Comparator.comparingInt(ChunkReaderIT::id));
        assertThat(String.join("\n", rows))
                .isEqualTo(texts(source, "SELECT id || ':' || v FROM item ORDER BY id"));
        assertThat(sync.isComplete()).isTrue();
    }

    private List<String> readAll(
            PostgresServer source, String table, FullSync sync, Beside beside) {
        TableReading reading =
                new TableReading(
                        connections(source),
                        new TableName("public", table),
                        new PublishedTable("", List.of()),
                        new Windows());
        return readAll(reading, sync, beside);
    }

    private List<String> readAll(TableReading reading, FullSync sync, Beside beside) {
        List<String> rows = new ArrayList<>();
        try (ChunkReader reader = new ChunkReader(sync, reading, queue)) {
            while (reader.readNext(beside)) {
                take(rows);
            }
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
        rows.sort(Comparator.comparingInt(ChunkReaderIT::id));
        return rows;
    }

    private ChunkReader reader(PostgresServer source, String table, FullSync sync) {
        return new ChunkReader(
                sync,
                new TableReading(
                        connections(source),
                        new TableName("public", table),
                        new PublishedTable("", List.of()),
                        new Windows()),
                queue);
    }

    /// What waits in the queue, settled.
    private void take(List<String> into) {
        for (RowPiece piece = queue.poll(); piece != null; piece = queue.poll()) {
            for (ChangeEvent event : piece.batch().events()) {
                Row row = ((ChangeEvent.Read) event).row();
                into.add(text(event, row, 0) + ":" + text(event, row, 1));
            }
            piece.settled();
        }
    }

    private static String text(ChangeEvent event, Row row, int column) {
        ColumnType type = event.relation().columns().get(column).type();
        return row.kind(column) == ValueKind.NULL
                ? "null"
                : TypeCodecs.of(type, TypeOptions.DEFAULTS).text(row, column);
    }

    private static int id(String row) {
        return Integer.parseInt(row.substring(0, row.indexOf(':')));
    }

    private static FullSync sync(@Nullable String where) {
        return new FullSync(
                new FullSyncOrder(
                        "job", "items", Reason.ORDERED, false, where, 1, 1, false, Instant.EPOCH));
    }

    private static PgConnections connections(PostgresServer source) {
        return new PgConnections(
                ConnectionOptions.of(
                        new ServerAddress(source.host(), source.port(), NAME),
                        Credentials.of(source.superuser(), source.password())),
                Clock.systemUTC());
    }

    private static int xid(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
            rows.next();
            return (int) Long.parseLong(rows.getString(1));
        }
    }

    private static boolean endsWithin(CompletableFuture<?> future, long millis)
            throws InterruptedException, ExecutionException {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillReading) {
            return false;
        }
    }

    private static String texts(PostgresServer source, String sql) throws SQLException {
        return String.valueOf(
                source.query(NAME, "SELECT string_agg(t, E'\\n') FROM (" + sql + ") s (t)"));
    }
}
