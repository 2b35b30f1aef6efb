package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.PreflightReport.Advice;
import io.meilibridge.replication.SourceDemand.TableDemand;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks everything that streaming needs, before anything is made or read, and reports all faults
/// at once. Changes nothing on the server. Used once, by one thread.
public final class Preflight {

    private final PgConnections connections;
    private final SourceDemand demand;
    private final List<SourceException> faults = new ArrayList<>();
    private final Map<TableName, List<SourceException>> tableFaults = new LinkedHashMap<>();
    private final List<Advice> advice = new ArrayList<>();

    private Optional<ServerFacts> server = Optional.empty();
    private Optional<SlotState> slot = Optional.empty();
    private final List<PublicationState> publications = new ArrayList<>();
    private final Map<TableName, TableState> tables = new LinkedHashMap<>();
    private final Map<TableName, List<String>> keys = new HashMap<>();
    private final Map<TableName, TableName> roots = new HashMap<>();

    private Preflight(PgConnections connections, SourceDemand demand) {
        this.connections = connections;
        this.demand = demand;
    }

    /// Never throws for what is wrong with the source: that is in the report.
    public static PreflightReport run(PgConnections connections, SourceDemand demand) {
        Preflight preflight = new Preflight(connections, demand);
        preflight.checkAll();
        return preflight.report();
    }

    private PreflightReport report() {
        return new PreflightReport(
                server, slot, publications, tables, keys, roots, faults, tableFaults, advice);
    }

    private void checkAll() {
        try (Connection connection = connections.openOrdinary()) {
            SourceInspector inspector = new SourceInspector(connection, connections.options());
            if (!checkServer(inspector)) {
                return;
            }
            Pooler.between(connection, inspector).ifPresent(advice::add);
            checkReplication();
            checkSlot(inspector);
            checkPublications(inspector);
            checkTables(inspector);
        } catch (SourceException e) {
            faults.add(e);
        } catch (SQLException e) {
            FaultScene scene = FaultScene.doing(connections.options(), "close a connection");
            faults.add(SourceFaults.of(e, scene));
        }
    }

    private boolean checkServer(SourceInspector inspector) {
        int version = inspector.versionNumber();
        if (version / 10_000 < ServerFacts.OLDEST_MAJOR) {
            fault(
                    ErrorCode.SERVER_TOO_OLD,
                    "The server at '%s' is too old: expected PostgreSQL %d or later, got %d."
                            .formatted(
                                    connections.options().address(),
                                    ServerFacts.OLDEST_MAJOR,
                                    version / 10_000),
                    "Upgrade the server.");
            return false;
        }
        String walLevel = inspector.setting("wal_level");
        if (!walLevel.equals("logical")) {
            faults.add(
                    SlotFaults.walLevel(
                            "replicate from '"
                                    + connections.options().address()
                                    + "', whose wal_level is "
                                    + walLevel,
                            null));
        }
        return true;
    }

    /// Only trying tells whether the role may: it can be a superuser, have REPLICATION, or be let
    /// through by a hosting provider in ways of its own; and pg_hba.conf has its say.
    private void checkReplication() {
        try (Connection connection = connections.openReplication()) {
            SourceInspector inspector = new SourceInspector(connection, connections.options());
            server = Optional.of(inspector.server());
        } catch (SourceException e) {
            faults.add(e);
        } catch (SQLException e) {
            FaultScene scene = FaultScene.doing(connections.options(), "close a connection");
            faults.add(SourceFaults.of(e, scene));
        }
    }

    private void checkSlot(SourceInspector inspector) {
        slot = inspector.slot(demand.slot());
        if (slot.isEmpty()) {
            if (!demand.createSlot()) {
                faults.add(SlotFaults.missing(demand.slot(), null));
            }
            return;
        }
        SlotState state = slot.get();
        String database = connections.options().address().database();
        String another = "Name another slot in replication.slot_name.";
        if (!state.plugin().equals(SlotState.PLUGIN)) {
            fault(
                    ErrorCode.SLOT_OF_OTHER_PLUGIN,
                    "Slot '%s' is not for us: expected plugin 'pgoutput', got %s."
                            .formatted(
                                    state.name(),
                                    state.plugin().isEmpty()
                                            ? "a physical slot"
                                            : "'" + state.plugin() + "'"),
                    another);
        } else if (!state.database().equals(database)) {
            fault(
                    ErrorCode.SLOT_OF_OTHER_DATABASE,
                    "Slot '%s' belongs to another database: expected '%s', got '%s'."
                            .formatted(state.name(), database, state.database()),
                    another);
        } else if (state.isInvalidated()) {
            String why = state.invalidation().orElse("");
            faults.add(SlotFaults.invalidated(state.name(), why, null));
        }
    }

    private void checkPublications(SourceInspector inspector) {
        for (String name : demand.publications()) {
            Optional<PublicationState> state = inspector.publication(name);
            state.ifPresent(publications::add);
            if (state.isEmpty()
                    && !(demand.createPublication() && demand.publications().size() == 1)) {
                List<TableName> wanted = demand.tables().stream().map(TableDemand::table).toList();
                fault(
                        ErrorCode.PUBLICATION_MISSING,
                        "Publication '%s' does not exist in '%s'."
                                .formatted(name, connections.options().address()),
                        wanted.isEmpty()
                                ? "CREATE PUBLICATION " + TableName.quote(name) + ";"
                                : Slots.createPublicationSql(name, wanted, false) + ";");
            }
        }
    }

    private void checkTables(SourceInspector inspector) {
        for (TableDemand wanted : demand.tables()) {
            Optional<TableState> found = inspector.table(wanted.table());
            if (found.isEmpty()) {
                tableFaults.put(
                        wanted.table(),
                        List.of(
                                new SourceException(
                                        ErrorCode.TABLE_MISSING,
                                        "Table '%s' does not exist in '%s'."
                                                .formatted(
                                                        wanted.table(),
                                                        connections.options().address()),
                                        "Check the name and its case, or create the table.")));
                continue;
            }
            TableState table = found.get();
            tables.put(table.table(), table);
            TableCheck check = new TableCheck(table, wanted, connections.options());
            check.run(publications, publications.size() == demand.publications().size());
            if (!check.faults().isEmpty()) {
                tableFaults.put(table.table(), check.faults());
            }
            advice.addAll(check.advice());
            if (!check.key().isEmpty()) {
                keys.put(table.table(), check.key());
            }
            for (TableState.Part part : table.parts()) {
                if (table.kind() != TableState.Kind.PARTITIONED || !viaRoot(table.table())) {
                    roots.put(part.table(), table.table());
                }
            }
        }
    }

    /// Of several publications one with the option is enough for the server to use the root; where
    /// none exists yet, ours will have it.
    private boolean viaRoot(TableName table) {
        return publications.isEmpty()
                || publications.stream()
                        .anyMatch(publication ->
                                publication.viaRoot() && publication.tables().containsKey(table));
    }

    private void fault(ErrorCode code, String message, String hint) {
        faults.add(new SourceException(code, message, hint));
    }
}
