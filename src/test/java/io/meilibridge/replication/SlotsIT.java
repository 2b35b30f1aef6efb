package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.Slots.CreatedSlot;
import io.meilibridge.replication.Slots.SlotOptions;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

class SlotsIT {

    private static final TableName ITEM = new TableName("public", "item");
    private static final TableName PARTED = new TableName("public", "parted");

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_new_slot_exports_what_its_stream_will_not_deliver(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "exports");
                Connection maker = source.connections().openReplication()) {
            source.execute("INSERT INTO item VALUES (1)");

            CreatedSlot slot =
                    new Slots(source.connections()).create(maker, SlotOptions.permanent("exports"));
            source.execute("INSERT INTO item VALUES (2)");

            assertThat(slot.consistentPoint().isAfter(Lsn.INVALID)).isTrue();
            try (Connection reader = source.connections().openOrdinary();
                    Statement statement = reader.createStatement()) {
                statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
                statement.execute("SET TRANSACTION SNAPSHOT '" + slot.snapshot() + "'");
                try (ResultSet rows = statement.executeQuery("SELECT sum(id) FROM item")) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(1);
                }
            }
            assertThat(state(source, "exports").temporary()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_temporary_slot_goes_with_its_connection(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "temporary")) {
            try (Connection maker = source.connections().openReplication()) {
                new Slots(source.connections())
                        .create(maker, new SlotOptions("temporary", true, false));
                assertThat(state(source, "temporary").temporary()).isTrue();
            }
            SourceDatabase.await("the slot is gone", () -> find(source, "temporary").isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void while_a_slot_waits_for_an_open_transaction_the_log_says_for_which(int major)
            throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (SourceDatabase source = prepared(major, "waits");
                Connection blocker = source.connections().openOrdinary();
                Connection maker = source.connections().openReplication();
                Statement statement = blocker.createStatement();
                LogCapture _ = LogCapture.of(SlotCreationWatch.class, log)) {
            statement.execute("BEGIN");
            statement.execute("INSERT INTO item VALUES (1)");
            int pid = blocker.unwrap(PGConnection.class).getBackendPID();
            Slots slots = new Slots(source.connections(), Duration.ofMillis(50));
            CompletableFuture<CreatedSlot> slot =
                    CompletableFuture.supplyAsync(
                            () -> slots.create(maker, SlotOptions.permanent("waits")));
            String end = "SELECT pg_terminate_backend(" + pid + ");";
            SourceDatabase.await(
                    "the log names the transaction",
                    () -> log.stream().anyMatch(line -> line.contains(end)));
            assertThat(slot).isNotDone();
            statement.execute("COMMIT");

            assertThat(slot.get(20, TimeUnit.SECONDS).name()).isEqualTo("waits");
            assertThat(log).allMatch(line -> line.contains("creating slot 'waits' waits"));
        }
    }

    @Test
    void a_failover_slot_needs_17() throws Exception {
        SlotOptions failover = new SlotOptions("failover", false, true);
        try (SourceDatabase source = prepared(18, "failover");
                Connection maker = source.connections().openReplication()) {
            new Slots(source.connections()).create(maker, failover);
            assertThat(state(source, "failover").failover()).isTrue();
        }
        try (SourceDatabase source = prepared(14, "failover");
                Connection maker = source.connections().openReplication()) {
            assertCode(
                    () -> new Slots(source.connections()).create(maker, failover),
                    ErrorCode.SERVER_TOO_OLD);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_slot_is_dropped_on_demand(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "dropped");
                Connection maker = source.connections().openReplication()) {
            Slots slots = new Slots(source.connections());
            slots.create(maker, SlotOptions.permanent("dropped"));

            slots.drop("dropped");

            assertThat(find(source, "dropped")).isEmpty();
            assertCode(() -> slots.drop("dropped"), ErrorCode.SLOT_MISSING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_publication_holds_the_given_tables_and_an_existing_one_stays_as_it_is(int major)
            throws Exception {
        try (SourceDatabase source = prepared(major, "published")) {
            Slots slots = new Slots(source.connections());

            assertThat(slots.createPublication("Pub 1", List.of(ITEM), false)).isTrue();
            assertThat(slots.createPublication("Pub 1", List.of(PARTED), true)).isFalse();
            assertThat(slots.createPublication("pub2", List.of(ITEM, PARTED), true)).isTrue();

            PublicationState first = publication(source, "Pub 1");
            assertThat(first.tables().keySet()).isEqualTo(Set.of(ITEM));
            assertThat(first.allTables()).isFalse();
            assertThat(first.viaRoot()).isFalse();
            PublicationState second = publication(source, "pub2");
            assertThat(second.tables().keySet()).isEqualTo(Set.of(ITEM, PARTED));
            assertThat(second.viaRoot()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_role_that_may_not_publish_is_given_the_statement_for_the_owner(int major)
            throws Exception {
        try (SourceDatabase source = prepared(major, "unowned")) {
            source.execute("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN");
            PgConnections guest =
                    SourceDatabase.connections(
                            source.options().with(Credentials.of("guest", null)));

            assertThatThrownBy(
                            () -> new Slots(guest).createPublication("pub", List.of(ITEM), false))
                    .asInstanceOf(type(SourceException.class))
                    .extracting(PipelineException::report)
                    .asString()
                    .startsWith("PERMISSION_MISSING")
                    .contains("CREATE PUBLICATION \"pub\" FOR TABLE \"public\".\"item\";");
            source.execute("DROP ROLE guest");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_stream_from_a_wrong_slot_or_publication_is_told(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "wrong")) {
            source.execute(
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('wrong', 'pgoutput')");
            assertCode(() -> open(source, "none", "pub"), ErrorCode.SLOT_MISSING);
            try (WalStream _ = open(source, "wrong", "pub")) {
                assertCode(() -> open(source, "wrong", "pub"), ErrorCode.SLOT_IN_USE);
            }
            SourceDatabase.await("the slot is free", () -> !state(source, "wrong").isActive());
            source.execute("INSERT INTO item VALUES (1)");
            try (WalStream stream = open(source, "wrong", "none")) {
                // 18 warns in its log and streams nothing; Preflight is what finds it there.
                if (major < 18) {
                    assertCode(
                            () -> {
                                while (true) {
                                    stream.read(new byte[8][], ReadLimits.DEFAULT);
                                }
                            },
                            ErrorCode.PUBLICATION_MISSING);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_promoted_standby_tells_where_its_timeline_branched(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                SourceDatabase source = SourceDatabase.on(server, "promoted")) {
            server.stop(PostgresServer.StopMode.FAST);
            Files.createFile(server.dataDirectory().resolve("standby.signal"));
            server.start();
            assertThat(source.query("SELECT pg_promote()")).isEqualTo("t");

            try (Connection connection = source.connections().openReplication()) {
                SourceInspector inspector = new SourceInspector(connection, source.options());
                ServerFacts facts = inspector.server();
                assertThat(facts.timeline()).isEqualTo(2);
                List<TimelineSwitch> history = inspector.timelineHistory(2);
                assertThat(history).hasSize(1);
                assertThat(history.getFirst().timeline()).isEqualTo(1);
                assertThat(history.getFirst().end().isAfter(facts.flushLsn())).isFalse();
                assertThat(inspector.timelineHistory(1)).isEmpty();
            }
        }
    }

    private static void assertCode(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .asInstanceOf(type(SourceException.class))
                .extracting(PipelineException::code)
                .isEqualTo(code);
    }

    private static WalStream open(SourceDatabase source, String slot, String publication) {
        return WalStream.open(source.connections(), StreamOptions.of(slot, List.of(publication)));
    }

    private static SourceDatabase prepared(int major, String name) throws Exception {
        SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), name);
        source.execute(
                "CREATE TABLE item (id int PRIMARY KEY)",
                "CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE part PARTITION OF parted DEFAULT");
        return source;
    }

    private static SlotState state(SourceDatabase source, String slot) {
        return find(source, slot).orElseThrow();
    }

    private static java.util.Optional<SlotState> find(SourceDatabase source, String slot) {
        try (Connection connection = source.connections().openOrdinary()) {
            return new SourceInspector(connection, source.options()).slot(slot);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicationState publication(SourceDatabase source, String name)
            throws Exception {
        try (Connection connection = source.connections().openOrdinary()) {
            return new SourceInspector(connection, source.options())
                    .publication(name)
                    .orElseThrow();
        }
    }
}
