package io.meilibridge.task;

import io.meilibridge.event.Relation;
import io.meilibridge.event.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Which sync tasks a table's changes go to, by the name that the stream has for it: the table's
/// own, or, where the publication names leaves, that of a partition.
final class TableTasks {

    private final Map<TableName, List<SyncTask>> byTable;
    private final Map<TableName, TableName> roots;
    private final UnaryOperator<TableName> rootNow;

    /// @param roots the partitions that were known when the stream was opened, each with the table
    ///   that it is part of
    /// @param rootNow what a table that nobody knows is part of by now: a partition made since then
    ///   has rows that no other name would bring
    TableTasks(
            List<SyncTask> tasks,
            Map<TableName, TableName> roots,
            UnaryOperator<TableName> rootNow) {
        this.byTable =
                tasks.stream().collect(Collectors.groupingBy(task -> task.definition().table()));
        this.roots = Map.copyOf(roots);
        this.rootNow = rootNow;
    }

    /// Asked once for each announcement of a relation.
    List<SyncTask> of(TableName table) {
        List<SyncTask> named = byTable.get(roots.getOrDefault(table, table));
        return named == null ? byTable.getOrDefault(rootNow.apply(table), List.of()) : named;
    }

    /// Whether a TRUNCATE leaves the tasks of one of its tables no row. Where partitions are named
    /// it does so only with all of them: of a single one nothing tells which documents go.
    boolean isEmptied(TableName table, List<Relation> truncated) {
        if (byTable.containsKey(table)) {
            return true;
        }
        TableName root = roots.getOrDefault(table, table);
        Set<TableName> names = new HashSet<>();
        truncated.forEach(relation -> names.add(relation.table()));
        return roots.entrySet().stream()
                .filter(leaf -> leaf.getValue().equals(root))
                .allMatch(leaf -> names.contains(leaf.getKey()));
    }
}
