package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.SourceDemand.TableDemand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightServerIT {

    private static final TableName ITEM = new TableName("public", "item");

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void slots_that_are_not_ours_are_told(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "foreign");
                SourceDatabase other =
                        SourceDatabase.on(PostgresServers.shared(major), "foreign2")) {
            source.execute(
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_physical_replication_slot('foreign_physical')",
                    "SELECT pg_create_logical_replication_slot('foreign_plugin',"
                            + " 'test_decoding')");
            other.execute("SELECT pg_create_logical_replication_slot('foreign_db', 'pgoutput')");
            TableDemand item = TableDemand.of(ITEM);

            assertFaults(
                    run(source, demand("foreign_physical", item)),
                    "SLOT_OF_OTHER_PLUGIN: Slot 'foreign_physical' is not for us: expected plugin"
                            + " 'pgoutput', got a physical slot.");
            assertFaults(run(source, demand("foreign_plugin", item)), "got 'test_decoding'");
            assertFaults(
                    run(source, demand("foreign_db", item)),
                    "SLOT_OF_OTHER_DATABASE: Slot 'foreign_db' belongs to another database:"
                            + " expected 'foreign', got 'foreign2'.");
            source.execute("SELECT pg_drop_replication_slot('foreign_physical')");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_role_without_rights_is_told_which_it_needs(int major) throws Exception {
        try (SourceDatabase source = prepared(major, "rights")) {
            source.execute(
                    "DROP ROLE IF EXISTS weak",
                    "CREATE ROLE weak LOGIN",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('rights', 'pgoutput')");
            ConnectionOptions weak = source.options().with(Credentials.of("weak", "none"));

            PreflightReport report =
                    Preflight.run(
                            SourceDatabase.connections(weak),
                            demand("rights", TableDemand.of(ITEM)));

            assertFaults(
                    report,
                    "REPLICATION_ROLE_MISSING",
                    "ALTER ROLE \"weak\" REPLICATION;",
                    "PERMISSION_MISSING: Role \"weak\" may not read table 'public.item'.",
                    "GRANT SELECT ON \"public\".\"item\" TO \"weak\";");
            source.execute(
                    "ALTER ROLE weak REPLICATION",
                    "GRANT SELECT ON item TO weak",
                    "ALTER TABLE item ENABLE ROW LEVEL SECURITY");
            assertFaults(
                    Preflight.run(
                            SourceDatabase.connections(weak),
                            demand("rights", TableDemand.of(ITEM))),
                    "Row security hides rows",
                    "ALTER ROLE \"weak\" BYPASSRLS;");
            source.execute("DROP OWNED BY weak", "DROP ROLE weak");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_server_without_logical_wal_or_with_a_lost_slot_is_told(int major) throws Exception {
        try (PostgresServer server =
                        PostgresServers.start(
                                major,
                                Map.of(
                                        "max_slot_wal_keep_size", "1MB",
                                        "min_wal_size", "32MB",
                                        "max_wal_size", "32MB"));
                SourceDatabase source = SourceDatabase.on(server, "wal")) {
            source.execute(
                    "CREATE TABLE item (id int PRIMARY KEY)",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('wal', 'pgoutput')");
            for (int i = 0; i < 6; i++) {
                source.execute(
                        "SELECT pg_switch_wal()", "CREATE TABLE t" + i + " ()", "CHECKPOINT");
            }
            SourceDemand demand = demand("wal", TableDemand.of(ITEM));
            assertFaults(
                    run(source, demand),
                    "SLOT_INVALIDATED: Slot 'wal' is invalidated (",
                    "SELECT pg_drop_replication_slot('wal');");
            SourceException fault =
                    org.assertj.core.api.Assertions.catchThrowableOfType(
                            SourceException.class,
                            () ->
                                    WalStream.open(
                                            source.connections(),
                                            StreamOptions.of("wal", List.of("pub"))));
            assertThat(fault.code()).isEqualTo(ErrorCode.SLOT_INVALIDATED);

            source.execute("SELECT pg_drop_replication_slot('wal')");
            server.configure("wal_level = replica");
            server.restart(PostgresServer.StopMode.FAST);
            assertFaults(
                    run(source, demand),
                    "WAL_LEVEL_TOO_LOW",
                    "whose wal_level is replica",
                    "ALTER SYSTEM SET wal_level = 'logical'; and restart the server.");
        }
    }

    private static SourceDatabase prepared(int major, String name) throws Exception {
        SourceDatabase source = SourceDatabase.on(PostgresServers.shared(major), name);
        source.execute("CREATE TABLE item (id int PRIMARY KEY, name varchar(20))");
        return source;
    }

    private static SourceDemand demand(String slot, TableDemand table) {
        return new SourceDemand(slot, false, List.of("pub"), false, List.of(table));
    }

    private static PreflightReport run(SourceDatabase source, SourceDemand demand) {
        return Preflight.run(source.connections(), demand);
    }

    private static void assertFaults(PreflightReport report, String... parts) {
        assertThat(report.isClean()).isFalse();
        String all = String.join("\n", report.faults().stream().map(f -> f.report()).toList());
        assertThat(all).contains(parts);
    }
}
