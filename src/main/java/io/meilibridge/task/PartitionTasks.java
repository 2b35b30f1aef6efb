package io.meilibridge.task;

import io.meilibridge.event.Relation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.Failpoints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Knows tables by their own names and, where the publication names leaves, by those of their
/// partitions.
final class PartitionTasks implements TableTasks {

    private static final boolean NO_ROOTS = Failpoints.on("no-partition-roots");
    private static final boolean EMPTIED_BY_ONE = Failpoints.on("truncate-by-partition");

    private final Map<TableName, List<SyncTask>> byTable;
    private final Map<TableName, TableName> roots;
    private final UnaryOperator<TableName> rootNow;

    /// @param roots the partitions that were known when the stream was opened, each with the table
    ///   that it is part of
    /// @param rootNow what a table that nobody knows is part of by now: a partition made since then
    ///   has rows that no other name would bring
    PartitionTasks(
            List<SyncTask> tasks,
            Map<TableName, TableName> roots,
            UnaryOperator<TableName> rootNow) {
        this.byTable =
                tasks.stream().collect(Collectors.groupingBy(task -> task.definition().table()));
        this.roots = new HashMap<>(NO_ROOTS ? Map.of() : roots);
        this.rootNow = NO_ROOTS ? table -> table : rootNow;
    }

    @Override
    public List<SyncTask> of(TableName table) {
        List<SyncTask> named = byTable.get(roots.getOrDefault(table, table));
        if (named != null) {
            return named;
        }
        TableName root = rootNow.apply(table);
        if (!root.equals(table)) {
            roots.put(table, root);
        }
        return byTable.getOrDefault(root, List.of());
    }

    /// Partitions leave no row only all together: of a single one nothing tells which documents go.
    @Override
    public boolean isEmptied(TableName table, List<Relation> truncated) {
        if (EMPTIED_BY_ONE || byTable.containsKey(table)) {
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
