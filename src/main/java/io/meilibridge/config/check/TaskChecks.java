package io.meilibridge.config.check;

import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.StartPosition;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.event.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Whether tasks fit beside each other. Tasks that are disabled count for their names alone.
public final class TaskChecks {

    private final List<SyncTaskSettings> tasks;
    private final IntFunction<Origin> origins;
    private final Report report;

    /// @param origins where the task of an index was written
    public TaskChecks(List<SyncTaskSettings> tasks, IntFunction<Origin> origins, Report report) {
        this.tasks = tasks;
        this.origins = origins;
        this.report = report;
    }

    public void check(List<SourceSettings> sources) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            SyncTaskSettings task = tasks.get(i);
            Integer first = task.id().isEmpty() ? null : ids.putIfAbsent(task.id(), i);
            if (first != null) {
                fault(i, "id", "expected an id of its own, got that of sync_tasks[" + first + "]");
            }
            source(i, task, sources);
            for (int j = 0; j < i; j++) {
                if (task.enabled() && tasks.get(j).enabled()) {
                    pair(i, task, j, tasks.get(j));
                }
            }
        }
    }

    private void source(int index, SyncTaskSettings task, List<SourceSettings> sources) {
        boolean temporary =
                sources.stream()
                        .anyMatch(source ->
                                source.name().equals(task.source())
                                        && source.replication().temporarySlot());
        if (temporary && task.cdc().startPosition() instanceof StartPosition.At(Lsn lsn)) {
            fault(
                    index,
                    "cdc.start_position",
                    "expected no LSN with temporary_slot, which begins at the present, got " + lsn);
        }
        List<String> names = sources.stream().map(SourceSettings::name).toList();
        if (!names.contains(task.source()) && !names.isEmpty()) {
            String got = task.source().isEmpty() ? "nothing" : "'" + task.source() + "'";
            fault(
                    index,
                    "source",
                    "expected one of the sources " + String.join(", ", names) + ", got " + got);
        }
    }

    private void pair(int i, SyncTaskSettings task, int j, SyncTaskSettings other) {
        if (!task.index().equals(other.index())) {
            return;
        }
        String sharing = "index '" + task.index() + "', which sync_tasks[" + j + "] fills too";
        if (task.table().equals(other.table()) && task.source().equals(other.source())) {
            fault(i, "index", "expected an index of its own for the same table, got " + sharing);
            return;
        }
        String prefix = prefix(task);
        String otherPrefix = prefix(other);
        if (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) {
            fault(
                    i,
                    "id_prefix",
                    "expected a prefix that neither starts with that of sync_tasks["
                            + j
                            + "] nor the other way round, since both fill index '"
                            + task.index()
                            + "', got '"
                            + prefix
                            + "' and '"
                            + otherPrefix
                            + "'");
        }
        if (task.documentId() != other.documentId()) {
            fault(i, "document_id", "expected the same as for " + sharing);
        }
        if (!task.indexSettings().equals(other.indexSettings())) {
            fault(i, "index_settings", "expected the same as for " + sharing);
        }
    }

    private static String prefix(SyncTaskSettings task) {
        return task.idPrefix() == null ? "" : task.idPrefix();
    }

    private void fault(int index, String name, String text) {
        report.fault("sync_tasks[" + index + "]." + name, origins.apply(index), text);
    }

    /// The tasks with a prefix for each of those that share an index and have none: the name of the
    /// table.
    public static List<SyncTaskSettings> withPrefixes(List<SyncTaskSettings> tasks) {
        List<SyncTaskSettings> complete = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            SyncTaskSettings task = tasks.get(i);
            boolean prefixed = task.idPrefix() != null || !sharesIndex(tasks, i);
            complete.add(prefixed ? task : task.withIdPrefix(task.table().name()));
        }
        return complete;
    }

    private static boolean sharesIndex(List<SyncTaskSettings> tasks, int index) {
        SyncTaskSettings task = tasks.get(index);
        for (int i = 0; i < tasks.size(); i++) {
            SyncTaskSettings other = tasks.get(i);
            boolean both = i != index && task.enabled() && other.enabled();
            if (both && other.index().equals(task.index()) && !sameTable(other, task)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameTable(SyncTaskSettings a, SyncTaskSettings b) {
        return a.table().equals(b.table()) && a.source().equals(b.source());
    }
}
