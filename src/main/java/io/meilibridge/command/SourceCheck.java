package io.meilibridge.command;

import io.meilibridge.camel.SourceOptions;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.Preflight;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.replication.SlotState;
import io.meilibridge.replication.SourceDemand;
import io.meilibridge.replication.SourceTrial;
import io.meilibridge.replication.TableState;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.TaskRules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at one source: the preflight that the service runs too, then what only trying tells.
final class SourceCheck {

    private final SourceSettings source;
    private final List<SyncTaskSettings> tasks;
    private final PgConnections connections;
    private final String subject;
    private final PreflightReport report;

    SourceCheck(SourceSettings source, List<SyncTaskSettings> tasks) {
        this.source = source;
        this.tasks = tasks;
        this.connections =
                new PgConnections(SourceOptions.connection(source), InstantSource.system());
        this.subject = "source '" + source.name() + "'";
        this.report = Preflight.run(connections, demand());
    }

    PreflightReport report() {
        return report;
    }

    private SourceDemand demand() {
        List<TaskRules> rules = tasks.stream().map(SyncTaskSettings::rules).toList();
        return SourceOptions.demand(source, rules);
    }

    List<CheckFinding> run() {
        List<CheckFinding> findings = new ArrayList<>();
        report.server()
                .ifPresent(server ->
                        findings.add(
                                CheckFinding.ok(
                                        subject,
                                        "PostgreSQL %d at '%s' lets us replicate"
                                                .formatted(
                                                        server.major(),
                                                        connections.options().address()))));
        findings.add(CheckFinding.ok(subject, slot()));
        report.faults().forEach(fault -> findings.add(CheckFinding.fault(subject, fault)));
        report.advice().forEach(advice -> findings.add(warning(advice)));
        if (report.server().isEmpty() && !report.sourceFaults().isEmpty()) {
            // Nothing was to be had: whatever is tried more would say the same again.
            findings.removeIf(finding -> finding.level() == CheckFinding.Level.OK);
        }
        if (report.tables().isEmpty() && !report.sourceFaults().isEmpty()) {
            return findings;
        }
        SourceTrial.Outcome trial = SourceTrial.run(connections, demand(), report);
        trial.faults().forEach(fault -> findings.add(CheckFinding.fault(subject, fault)));
        trial.advice().forEach(advice -> findings.add(warning(advice)));
        for (SyncTaskSettings task : tasks) {
            if (trial.toasted().contains(task.table())) {
                rereads(task).ifPresent(findings::add);
            }
        }
        for (Map.Entry<TableName, List<String>> key : report.keys().entrySet()) {
            if (!report.tableFaults().containsKey(key.getKey())) {
                findings.add(
                        CheckFinding.ok(
                                subject,
                                "table '%s' can be synced, by %s"
                                        .formatted(
                                                key.getKey(), String.join(", ", key.getValue()))));
            }
        }
        return findings;
    }

    private String slot() {
        Optional<SlotState> slot = report.slot();
        if (slot.isEmpty()) {
            return "slot '%s' is not there yet".formatted(source.replication().slotName());
        }
        SlotState state = slot.get();
        String reader =
                state.activePid().isPresent()
                        ? "read by process " + state.activePid().getAsInt()
                        : "read by nobody";
        return "slot '%s' is %s, confirmed up to %s"
                .formatted(state.name(), reader, state.confirmedFlush());
    }

    private CheckFinding warning(PreflightReport.Advice advice) {
        return CheckFinding.warning(subject, advice.message(), advice.hint());
    }

    /// HAZARDS D1: what a step needs and the stream left out is read again, row by row.
    private Optional<CheckFinding> rereads(SyncTaskSettings task) {
        TableState table = report.tables().get(task.table());
        TaskRules rules = task.rules();
        SoftDeleteRule softDelete = rules.softDelete();
        boolean looks =
                !rules.filter().conditions().isEmpty()
                        || softDelete != null
                        || !rules.transforms().isEmpty();
        if (table == null || !looks || table.replicaIdentity() == ReplicaIdentity.FULL) {
            return Optional.empty();
        }
        return Optional.of(
                CheckFinding.warning(
                        subject,
                        "Table '%s' has large values, which updates that do not change them leave out,"
                                        .formatted(task.table())
                                + " and task '%s' looks at whole rows: many will be read again."
                                        .formatted(task.id()),
                        "ALTER TABLE "
                                + task.table().quoted()
                                + " REPLICA IDENTITY FULL; it costs WAL."));
    }
}
