package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PreflightReport.Advice;
import io.meilibridge.replication.SourceDemand.TableDemand;
import io.meilibridge.replication.TableState.TableColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tries what streaming will do, where only doing tells whether it may be done: hosting providers
/// let roles through in ways that no catalog shows. Leaves nothing behind: the slot is temporary
/// and dropped, the publication is rolled back, tables are read for no row. Beside what is needed
/// it looks at what is wise. Used once, by one thread.
public final class SourceTrial {

    /// How long a trial waits for others, in milliseconds.
    private static final int PATIENCE_MILLIS = 5_000;

    private static final String CANCELED = "57014";
    private static final String LOCKED = "55P03";

    private final PgConnections connections;
    private final SourceDemand demand;
    private final PreflightReport report;
    private final List<SourceException> faults = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();
    private final Set<TableName> toasted = new HashSet<>();

    private SourceTrial(PgConnections connections, SourceDemand demand, PreflightReport report) {
        this.connections = connections;
        this.demand = demand;
        this.report = report;
    }

    /// What came of it.
    ///
    /// @param faults what is not in the preflight's report already
    /// @param toasted the tables that have values so large that the stream leaves them out of an
    ///   update that does not change them
    public record Outcome(
            List<SourceException> faults, List<Advice> advice, Set<TableName> toasted) {

        public Outcome {
            faults = List.copyOf(faults);
            advice = List.copyOf(advice);
            toasted = Set.copyOf(toasted);
        }
    }

    /// @param report what the preflight found; what is in it is not said again
    public static Outcome run(
            PgConnections connections, SourceDemand demand, PreflightReport report) {
        SourceTrial trial = new SourceTrial(connections, demand, report);
        trial.tryAll();
        return new Outcome(trial.faults, trial.advice, trial.toasted);
    }

    private void tryAll() {
        try (Connection connection = connections.openOrdinary();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET statement_timeout = %1$d; SET lock_timeout = %1$d"
                            .formatted(PATIENCE_MILLIS));
            SourceInspector inspector = new SourceInspector(connection, connections.options());
            trySlot(connection);
            tryPublication(connection);
            for (TableState table : report.tables().values()) {
                tryTable(statement, inspector, table);
            }
            tryWalSize(statement);
            lookAtBound(inspector);
            lookAtEncryption(inspector);
        } catch (SourceException e) {
            add(e);
        } catch (SQLException e) {
            add(SourceFaults.of(e, FaultScene.doing(connections.options(), "try a connection")));
        }
    }

    private void trySlot(Connection connection) throws SQLException {
        String name = "meilibridge_check_" + Long.toString(connections.clock().millis(), 36);
        FaultScene scene =
                FaultScene.withSlot(connections.options(), "make a slot for a trial", name);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_catalog.pg_create_logical_replication_slot(%s, 'pgoutput', true)"
                            .formatted(Sql.literal(name)));
            statement.execute(
                    "SELECT pg_catalog.pg_drop_replication_slot(%s)".formatted(Sql.literal(name)));
        } catch (SQLException e) {
            if (CANCELED.equals(String.valueOf(e.getSQLState()))) {
                advice.add(
                        new Advice(
                                "A slot cannot be made just now: each transaction that is open has"
                                        + " to end first.",
                                "Which: SELECT pid, usename, state, xact_start FROM"
                                        + " pg_stat_activity WHERE backend_xid IS NOT NULL ORDER BY"
                                        + " xact_start; to end one: SELECT"
                                        + " pg_terminate_backend(<pid>);"));
                return;
            }
            SourceException fault = SourceFaults.of(e, scene);
            boolean needsNone = report.slot().isPresent() && !demandsTemporary();
            if (fault.code() != ErrorCode.NO_FREE_SLOT || !needsNone) {
                add(fault);
            }
        }
    }

    private boolean demandsTemporary() {
        return report.slot().stream().anyMatch(SlotState::temporary);
    }

    private void tryPublication(Connection connection) throws SQLException {
        List<TableName> tables = demand.tables().stream().map(TableDemand::table).toList();
        if (!report.publications().isEmpty()
                || !demand.createPublication()
                || demand.publications().size() != 1
                || tables.isEmpty()
                || !report.tables().keySet().containsAll(tables)) {
            return;
        }
        String name = demand.publications().getFirst();
        FaultScene scene =
                FaultScene.doing(connections.options(), "create publication '" + name + "'");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(Slots.createPublicationSql(name, tables, true));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals("42501")) {
                add(new Slots(connections).lacksRights(name, tables, true, e));
            } else if (state.equals(LOCKED) || state.equals(CANCELED)) {
                advice.add(
                        new Advice(
                                "Publication '%s' cannot be made just now: another session has a"
                                                .formatted(name)
                                        + " lock on one of its tables.",
                                "Which: SELECT pid, usename, query FROM pg_stat_activity WHERE"
                                        + " state <> 'idle';"));
            } else {
                add(SourceFaults.of(e, scene));
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void tryTable(Statement statement, SourceInspector inspector, TableState table) {
        if (report.tableFaults().containsKey(table.table())) {
            return;
        }
        List<String> columns =
                table.columns().stream()
                        .filter(column -> !column.generated())
                        .map(TableColumn::name)
                        .toList();
        try {
            statement.execute(
                    "SELECT %s FROM %s LIMIT 0"
                            .formatted(Sql.identifiers(columns), table.table().quoted()));
        } catch (SQLException e) {
            String action = "read table '" + table.table() + "'";
            add(SourceFaults.of(e, FaultScene.doing(connections.options(), action)));
        }
        if (hasToast(inspector, table)) {
            toasted.add(table.table());
        }
    }

    private static boolean hasToast(SourceInspector inspector, TableState table) {
        return inspector.ask(
                "SELECT pg_catalog.sum(pg_catalog.pg_relation_size(reltoastrelid)) > 0"
                        + " FROM pg_catalog.pg_class WHERE reltoastrelid <> 0 AND oid IN ("
                        + oids(table)
                        + ")",
                rows -> rows.next() && rows.getBoolean(1));
    }

    private static String oids(TableState table) {
        String parts =
                table.parts().stream()
                        .map(part -> ", " + Sql.literal(part.table().quoted()) + "::regclass")
                        .collect(Collectors.joining());
        return Integer.toUnsignedString(table.oid()) + parts;
    }

    private void tryWalSize(Statement statement) {
        try {
            statement.execute("SELECT pg_catalog.count(*) FROM pg_catalog.pg_ls_waldir()");
        } catch (SQLException refused) {
            advice.add(
                    new Advice(
                            "The size of the WAL cannot be seen, so meilibridge_postgres_wal_size_bytes"
                                    + " stays NaN.",
                            "GRANT pg_monitor TO " + role() + ";"));
        }
    }

    private void lookAtBound(SourceInspector inspector) {
        if (inspector.setting("max_slot_wal_keep_size").equals("-1")) {
            advice.add(
                    new Advice(
                            "What a slot may keep of the WAL is not bounded: while MeiliBridge is"
                                    + " away, it can fill the server's disk.",
                            "ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'; SELECT"
                                    + " pg_reload_conf(); a slot that passes it is lost and has to"
                                    + " be rebuilt."));
        }
    }

    private void lookAtEncryption(SourceInspector inspector) {
        Optional<Boolean> encrypted =
                inspector.ask(
                        "SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid ="
                                + " pg_catalog.pg_backend_pid() AND pg_catalog.inet_client_addr()"
                                + " <> pg_catalog.inet_server_addr()",
                        rows -> rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty());
        if (encrypted.isPresent() && !encrypted.get()) {
            advice.add(
                    new Advice(
                            "The connection to '%s' is not encrypted."
                                    .formatted(connections.options().address()),
                            "ALTER SYSTEM SET ssl = on; with a certificate, then"
                                    + " source.postgresql.ssl.mode: verify-full with ssl.ca_cert."));
        }
    }

    private String role() {
        return TableName.quote(connections.options().credentials().user());
    }

    private void add(SourceException fault) {
        boolean known =
                report.faults().stream().anyMatch(other -> other.code() == fault.code())
                        || faults.stream().anyMatch(other -> other.report().equals(fault.report()));
        if (!known) {
            faults.add(fault);
        }
    }
}
