package io.meilibridge.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.FlushSettings;
import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.checkpoint.SourceIdentity;
import io.meilibridge.event.Lsn;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.replication.ConnectionOptions;
import io.meilibridge.replication.Credentials;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.ServerAddress;
import io.meilibridge.replication.WalStream;
import io.meilibridge.task.ChunkRouter;
import io.meilibridge.task.Handover;
import io.meilibridge.task.Hearing;
import io.meilibridge.task.OpenedStream;
import io.meilibridge.task.SourceOpening;
import io.meilibridge.task.SourcePlan;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.status.Lag;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.SlotWatch;
import io.meilibridge.telemetry.status.StatusBoard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gauges of a source, and what is seen of its server, on real servers.
class SourceGaugesIT {

    private static final String DATABASE = "source_gauges";
    private static final String SLOT = "source_gauges_slot";
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StatusBoard board = new StatusBoard(InstantSource.system(), INTERVAL);
    private final PipelineMeters meters =
            new PipelineMeters(registry, board, InstantSource.system());
    private final SyncTask products = TestBridge.task("products", meters.tasks());
    private final Queue<Handover> handovers = new ConcurrentLinkedQueue<>();

    private PostgresServer server = PostgresServers.shared(18);

    private void prepare(int major) throws SQLException {
        server = PostgresServers.shared(major);
        server.createDatabase(DATABASE);
        server.execute(
                DATABASE,
                "CREATE TABLE products (id int PRIMARY KEY, name text)",
                "CREATE PUBLICATION shop_pub FOR TABLE products",
                "SELECT pg_create_logical_replication_slot('" + SLOT + "', 'pgoutput')");
    }

    @AfterEach
    void dropped() throws SQLException {
        board.close();
        server.dropDatabase(DATABASE);
    }

    private SourcePlan plan(String user, String password) {
        return TestBridge.plan(
                "shop",
                new PgConnections(
                        ConnectionOptions.of(
                                new ServerAddress(server.host(), server.port(), DATABASE),
                                Credentials.of(user, password)),
                        InstantSource.system()),
                SLOT);
    }

    private SourceRun run(SourcePlan plan) {
        return new SourceRun(
                plan,
                List.of(products),
                new Opening(plan, products),
                TestBridge.fullSyncs(products),
                tries -> Duration.ofMillis(10),
                meters.sources(),
                InstantSource.system());
    }

    /// Opens a real stream, with a ledger whose checkpoints are stored nowhere.
    private record Opening(SourcePlan plan, SyncTask task) implements SourceOpening {

        @Override
        public OpenedStream open() {
            WalStream stream = WalStream.open(plan.connections(), plan.stream());
            Lsn start = new Lsn(1);
            Clock clock = Clock.systemUTC();
            DeliveryLedger ledger =
                    new DeliveryLedger(
                            start,
                            List.of(Checkpoint.at("products", start, clock.instant())),
                            clock);
            CheckpointKeeper keeper =
                    new CheckpointKeeper(
                            new MemoryStore(),
                            ledger,
                            new SourceIdentity("shop", "1", 1, SLOT, start),
                            new FlushSettings(Duration.ofMillis(50), 1),
                            new PipelineMeters(
                                            new SimpleMeterRegistry(),
                                            new StatusBoard(clock, INTERVAL),
                                            clock)
                                    .checkpoints(),
                            () -> {});
            keeper.start();
            return new OpenedStream(
                    stream,
                    ledger,
                    keeper,
                    new ChunkRouter(
                            new PgOutputDecoder(ProtocolOptions.version1()),
                            ledger,
                            table -> List.of(task),
                            (_, _) -> {}),
                    1,
                    new Hearing(Duration.ZERO, System::nanoTime),
                    Map.of(),
                    null);
        }

        @Override
        public void beginAnew(boolean withNewSlot) {}

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public boolean serverWantsToStop() {
            return false;
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void a_stream_shows_its_lag_until_its_changes_are_settled() throws Exception {
        prepare(18);
        SourcePlan plan = plan(server.superuser(), server.password());
        SourceRun shop = run(plan);
        meters.watch(TestBridge.of(shop));
        board.watch(TestBridge.of(shop));
        shop.start(TestBridge.sink(chunk -> handovers.addAll(shop.route(chunk))));
        TestBridge.await("the stream is open", () -> gauge(MetricNames.CONNECTION_STATUS) == 1);
        TestBridge.await("nothing lags", () -> gauge(MetricNames.LAG_BYTES) == 0);

        server.execute(DATABASE, "INSERT INTO products VALUES (1, 'one'), (2, 'two')");

        TestBridge.await("changes are in flight", () -> gauge(MetricNames.IN_FLIGHT_EVENTS) == 2);
        // They count as in flight a moment before they are handed over.
        TestBridge.await(
                "they are handed over",
                () ->
                        handovers.stream()
                                        .mapToLong(each -> each.unsettled().receipt().events())
                                        .sum()
                                == 2);
        assertThat(gauge(MetricNames.IN_FLIGHT_BYTES)).isGreaterThan(400);
        assertThat(gauge(MetricNames.LAG_BYTES)).isPositive();
        assertThat(gauge(MetricNames.LAG_SECONDS)).isPositive().isLessThan(60);
        assertThat(board.lag(products)).isPresent();
        assertThat(gauge(MetricNames.LAST_LSN)).isGreaterThan(gauge(MetricNames.CONFIRMED_LSN));

        handovers.forEach(handover -> handover.unsettled().settle());

        TestBridge.await("nothing lags again", () -> gauge(MetricNames.LAG_SECONDS) == 0);
        TestBridge.await("no bytes either", () -> gauge(MetricNames.LAG_BYTES) == 0);
        assertThat(registry.get(MetricNames.COMMIT_TO_INDEXED).timer().count()).isPositive();
        // A chunk is timed when it has been handed on, which may be after all that.
        TestBridge.await(
                "the chunk was timed",
                () -> registry.get(MetricNames.DECODE_DURATION).timer().count() > 0);
        assertThat(
                        registry.get(MetricNames.EVENTS_PROCESSED)
                                .tag(MetricNames.EVENT_TYPE, "insert")
                                .counter()
                                .count())
                .isEqualTo(2);
        // The server is looked at now and then: the last look may be from before the stream.
        TestBridge.await("the slot is in use", () -> gauge(MetricNames.SLOT_ACTIVE) == 1);
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_look_at_the_server_shows_slot_publication_and_wal(int major) throws Exception {
        prepare(major);
        SourceRun idle = run(plan(server.superuser(), server.password()));
        meters.watch(TestBridge.of(idle));
        board.watch(TestBridge.of(idle));

        TestBridge.await("the server was looked at", () -> board.reading("shop").isPresent());

        assertThat(gauge(MetricNames.SLOT_ACTIVE)).isZero();
        assertThat(gauge(MetricNames.PUBLICATION_TABLES)).isEqualTo(1);
        assertThat(gauge(MetricNames.WAL_SIZE)).isGreaterThanOrEqualTo(16 << 20);
        assertThat(gauge(MetricNames.RETAINED_WAL)).isPositive();
        assertThat(walStatus("reserved")).isEqualTo(1);
        assertThat(walStatus("lost")).isZero();
        assertThat(board.reading("shop").orElseThrow().clockOffset().abs())
                .isLessThan(Duration.ofSeconds(1));
        assertThat(board.lag("shop").map(Lag::bytes).orElseThrow()).isNotNegative();
    }

    private double walStatus(String status) {
        return registry.get(MetricNames.WAL_STATUS).tag(MetricNames.STATUS, status).gauge().value();
    }

    @Test
    void without_pg_monitor_the_size_of_the_wal_alone_is_unknown() throws Exception {
        prepare(18);
        server.execute(
                "postgres",
                "DROP ROLE IF EXISTS gauge_reader",
                "CREATE ROLE gauge_reader LOGIN PASSWORD 'reader'");
        SourceRun idle = run(plan("gauge_reader", "reader"));
        meters.watch(TestBridge.of(idle));
        board.watch(TestBridge.of(idle));

        TestBridge.await("the server was looked at", () -> board.reading("shop").isPresent());

        assertThat(gauge(MetricNames.WAL_SIZE)).isNaN();
        assertThat(gauge(MetricNames.SLOT_ACTIVE)).isZero();
        assertThat(gauge(MetricNames.PUBLICATION_TABLES)).isEqualTo(1);
        board.close();
        server.execute("postgres", "DROP ROLE gauge_reader");
    }

    @Test
    void a_look_that_fails_leaves_nothing_known_and_the_next_one_finds_out_again()
            throws Exception {
        prepare(18);
        SourcePlan plan = plan(server.superuser(), server.password());
        try (SlotWatch watch =
                new SlotWatch(plan, InstantSource.system(), INTERVAL, reading -> {})) {
            watch.start();
            TestBridge.await("the server was looked at", () -> watch.reading().isPresent());

            server.execute("postgres", "ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS false");
            server.execute(
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + DATABASE
                            + "'");
            TestBridge.await("nothing is known", () -> watch.reading().isEmpty());

            server.execute("postgres", "ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
            TestBridge.await("the server was looked at again", () -> watch.reading().isPresent());
        }
    }

    @Test
    void a_slot_that_is_gone_is_not_active() throws Exception {
        prepare(18);
        server.execute(DATABASE, "SELECT pg_drop_replication_slot('" + SLOT + "')");
        SourceRun idle = run(plan(server.superuser(), server.password()));
        meters.watch(TestBridge.of(idle));
        board.watch(TestBridge.of(idle));

        TestBridge.await("the server was looked at", () -> board.reading("shop").isPresent());

        Optional<SlotReading> reading = board.reading("shop");
        assertThat(reading.orElseThrow().slot()).isEmpty();
        assertThat(gauge(MetricNames.SLOT_ACTIVE)).isZero();
        assertThat(gauge(MetricNames.RETAINED_WAL)).isNaN();
        assertThat(walStatus("reserved")).isZero();
    }
}
