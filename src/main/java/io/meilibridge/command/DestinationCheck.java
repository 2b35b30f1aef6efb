package io.meilibridge.command;

import io.meilibridge.config.settings.FullSyncMode;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.fault.MappingException;
import io.meilibridge.meilisearch.IndexPlan;
import io.meilibridge.meilisearch.ServerTrial;
import io.meilibridge.meilisearch.ServerTrial.IndexDemand;
import io.meilibridge.replication.PreflightReport;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.TableState;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at the Meilisearch that all tasks write to.
final class DestinationCheck {

    private static final String SUBJECT = "meilisearch";

    private final Settings settings;
    private final Map<String, PreflightReport> sources;

    /// @param sources what was found of each source, for the keys of its tables
    DestinationCheck(Settings settings, Map<String, PreflightReport> sources) {
        this.settings = settings;
        this.sources = sources;
    }

    List<CheckFinding> run() {
        List<IndexDemand> demands = new ArrayList<>();
        for (var source : settings.sources()) {
            for (SyncTaskSettings task : Check.tasksOf(settings, source)) {
                demands.add(demand(task));
            }
        }
        List<CheckFinding> findings = new ArrayList<>();
        try (MeilisearchHttp http = new MeilisearchHttp(settings.meilisearch())) {
            ServerTrial.Outcome outcome = ServerTrial.run(demands, http);
            String version = outcome.version().map(found -> " " + found).orElse("");
            String where = " at " + settings.meilisearch().url();
            if (outcome.faults().isEmpty()) {
                findings.add(
                        CheckFinding.ok(
                                SUBJECT,
                                "Meilisearch" + version + where + " takes what is configured"));
            }
            outcome.faults().forEach(fault -> findings.add(CheckFinding.fault(SUBJECT, fault)));
            outcome.notes()
                    .forEach(note ->
                            findings.add(
                                    CheckFinding.warning(SUBJECT, note.message(), note.hint())));
        }
        return findings;
    }

    private IndexDemand demand(SyncTaskSettings task) {
        return new IndexDemand(
                new IndexPlan(
                        task.index(),
                        task.indexSettings().over(settings.meilisearch().indexSettings()).json(),
                        settings.meilisearch().autoCreateIndex()),
                keyField(task),
                task.fullSync().mode() == FullSyncMode.SWAP);
    }

    private @Nullable String keyField(SyncTaskSettings task) {
        PreflightReport report = sources.get(task.source());
        TableState table = report == null ? null : report.tables().get(task.table());
        List<String> key = report == null ? null : report.keys().get(task.table());
        if (table == null || key == null) {
            return null;
        }
        TaskRules rules = task.rules();
        try {
            return new TaskSteps(rules.withId(rules.id().withColumns(key)))
                    .keyField(table.relation(new PublishedTable("", List.of())));
        } catch (MappingException unusable) {
            return null;
        }
    }
}
