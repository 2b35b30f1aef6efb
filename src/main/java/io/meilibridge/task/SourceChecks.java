package io.meilibridge.task;

import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.Remedy;
import io.meilibridge.fault.SourceException;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.replication.Preflight;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.replication.ServerProbe;
import io.meilibridge.replication.Slots;
import io.meilibridge.replication.SourceDemand;
import io.meilibridge.replication.SourceInspector;
import io.meilibridge.replication.StreamOptions;
import io.meilibridge.replication.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is looked at, and where it may be mended, each time before a source's stream is opened.
/// What is wrong with one table stops its tasks, anything else stops the source.
public final class SourceChecks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SourceChecks.class.getName());

    private static final boolean NO_PROBE = Failpoints.on("no-shutdown-probe");
    private static final boolean NO_VIA_ROOT = Failpoints.on("no-via-root");

    private final SourcePlan plan;
    private final List<SyncTask> tasks;
    private final SourceDemand demand;
    private final ServerProbe probe;
    private final Set<String> advised = new HashSet<>();

    public SourceChecks(SourcePlan plan, List<SyncTask> tasks, SourceDemand demand) {
        this.plan = plan;
        this.tasks = List.copyOf(tasks);
        this.demand = demand;
        this.probe = new ServerProbe(plan.connections());
    }

    /// @throws SourceException when the source cannot be streamed
    PreflightReport run() {
        PreflightReport report = Preflight.run(plan.connections(), demand);
        stopSource(report.sourceFaults());
        requireProtocol(report);
        report.tableFaults().forEach(this::stopTasks);
        report.advice().forEach(this::advise);
        if (report.publications().isEmpty()) {
            createPublication(report);
        }
        return report;
    }

    private static void stopSource(List<SourceException> faults) {
        Optional<SourceException> passing =
                faults.stream().filter(fault -> fault.remedy() == Remedy.RETRY).findFirst();
        if (passing.isPresent()) {
            throw passing.get();
        }
        if (!faults.isEmpty()) {
            throw SlotOpening.together(faults);
        }
    }

    private void requireProtocol(PreflightReport report) {
        int version = plan.stream().protocolVersion();
        int oldest = StreamOptions.oldestMajorWith(version);
        report.server()
                .filter(server -> server.major() < oldest)
                .ifPresent(server -> {
                    throw new SourceException(
                            ErrorCode.SERVER_TOO_OLD,
                            "Cannot stream from slot '%s' with protocol version %d: expected PostgreSQL %d or later, got %d."
                                    .formatted(plan.slot(), version, oldest, server.major()),
                            "Set replication.two_phase to false, or replication.proto_version to 2"
                                    + " or less.");
                });
    }

    private void stopTasks(TableName table, List<SourceException> faults) {
        for (SyncTask task : tasks) {
            if (task.definition().table().equals(table)) {
                task.stop(SlotOpening.together(faults));
            }
        }
    }

    private void advise(PreflightReport.Advice advice) {
        if (advised.add(advice.message())) {
            LOG.log(System.Logger.Level.WARNING, advice.message() + " " + advice.hint());
        }
    }

    private void createPublication(PreflightReport report) {
        List<TableName> tables = new ArrayList<>(report.tables().keySet());
        boolean partitioned =
                !NO_VIA_ROOT
                        && report.tables().values().stream()
                                .anyMatch(table -> table.kind() == TableState.Kind.PARTITIONED);
        String name = plan.stream().publications().getFirst();
        if (!tables.isEmpty()
                && new Slots(plan.connections()).createPublication(name, tables, partitioned)) {
            LOG.log(System.Logger.Level.INFO, "created publication ''{0}'' for {1}", name, tables);
        }
    }

    /// What the stream is asked for. Values come in binary form only where every one of them can be
    /// read in it.
    StreamOptions streamOptions(PreflightReport report, Lsn start) {
        StreamOptions options = plan.stream().startingAt(start);
        if (!options.binary()) {
            return options;
        }
        List<String> unreadable = new ArrayList<>();
        for (TableState table : report.tables().values()) {
            for (TableState.TableColumn column : table.columns()) {
                ColumnType type = column.type();
                if (!TypeCodecs.supportsBinary(type)) {
                    unreadable.add(table.table() + "." + column.name());
                }
            }
        }
        if (unreadable.isEmpty()) {
            return options;
        }
        advise(
                new PreflightReport.Advice(
                        "Values of source '" + plan.name() + "' come as text, not in binary form.",
                        "The binary form of these columns cannot be read: " + unreadable + "."));
        return options.withBinary(false);
    }

    /// The topmost table that this is a partition of now; itself when it is none.
    ///
    /// @throws SourceException when the catalog cannot be asked
    TableName rootOf(TableName table) {
        TableName root = table;
        try (Connection connection = plan.connections().openOrdinary()) {
            root =
                    new SourceInspector(connection, plan.connections().options())
                            .table(table)
                            .flatMap(TableState::partitionOf)
                            .orElse(table);
        } catch (SQLException closing) {
            LOG.log(System.Logger.Level.DEBUG, "a connection did not close", closing);
        }
        return root;
    }

    /// Whether the server refuses sessions because it stops. Asks from the side, so it may take as
    /// long as connecting may.
    boolean serverWantsToStop() {
        return !NO_PROBE
                && probe.check()
                        .filter(fault -> fault.code() == ErrorCode.SOURCE_SHUTTING_DOWN)
                        .isPresent();
    }

    @Override
    public void close() {}
}
