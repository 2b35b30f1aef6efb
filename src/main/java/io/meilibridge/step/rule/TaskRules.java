package io.meilibridge.step.rule;

import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.pgtype.TypeOptions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that shapes a sync task's documents. Plain data: equal rules make equal documents, so
/// their text is what a fingerprint is made of.
///
/// @param task the task's id, for messages
/// @param softDelete null: no row counts as deleted
/// @param transforms in the order they apply
/// @param eventTypes the operations that count, of the stream; [Operation#READ] is not asked for
public record TaskRules(
        String task,
        TableName table,
        IdRule id,
        ColumnSelection columns,
        FilterRule filter,
        @Nullable SoftDeleteRule softDelete,
        List<TransformRule> transforms,
        MappingRule mapping,
        TypeOptions types,
        Set<Operation> eventTypes) {

    /// The operations that count where the configuration names none: all.
    public static final Set<Operation> ALL_EVENT_TYPES =
            Collections.unmodifiableSet(EnumSet.allOf(Operation.class));

    /// @throws IllegalArgumentException when a transform writes a column that `id` names
    public TaskRules {
        Objects.requireNonNull(task, "task is null");
        Objects.requireNonNull(table, "table is null");
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(columns, "columns is null");
        Objects.requireNonNull(filter, "filter is null");
        transforms = List.copyOf(transforms);
        Objects.requireNonNull(mapping, "mapping is null");
        Objects.requireNonNull(types, "types is null");
        requireKeyUntouched(transforms, id.columns());
        // In the enum's order: equal rules have equal texts.
        EnumSet<Operation> ordered = EnumSet.noneOf(Operation.class);
        ordered.addAll(eventTypes);
        eventTypes = Collections.unmodifiableSet(ordered);
    }

    /// Refuses transforms that write a key column: the id is that of the table's row, and deletes
    /// carry nothing else. For a key that the rules do not name, to be asked when it is known.
    ///
    /// @throws IllegalArgumentException naming column and transform
    public static void requireKeyUntouched(
            List<TransformRule> transforms, List<String> keyColumns) {
        for (TransformRule transform : transforms) {
            for (String column : keyColumns) {
                if (transform.writes().contains(column)) {
                    throw new IllegalArgumentException(
                            "Transform '"
                                    + transform.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                                    + "' writes key column '"
                                    + column
                                    + "'; write to another column, or rename the field in the"
                                    + " mapping.");
                }
            }
        }
    }

    /// The rules of a task that says nothing but its table: every row, every column, as it is.
    public static TaskRules of(String task, TableName table) {
        return new TaskRules(
                task,
                table,
                IdRule.DEFAULT,
                ColumnSelection.ALL,
                FilterRule.NONE,
                null,
                List.of(),
                MappingRule.NONE,
                TypeOptions.DEFAULTS,
                ALL_EVENT_TYPES);
    }

    public TaskRules withId(IdRule other) {
        return new TaskRules(
                task,
                table,
                other,
                columns,
                filter,
                softDelete,
                transforms,
                mapping,
                types,
                eventTypes);
    }

    public TaskRules withColumns(ColumnSelection other) {
        return new TaskRules(
                task, table, id, other, filter, softDelete, transforms, mapping, types, eventTypes);
    }

    public TaskRules withFilter(FilterRule other) {
        return new TaskRules(
                task,
                table,
                id,
                columns,
                other,
                softDelete,
                transforms,
                mapping,
                types,
                eventTypes);
    }

    public TaskRules withSoftDelete(@Nullable SoftDeleteRule other) {
        return new TaskRules(
                task, table, id, columns, filter, other, transforms, mapping, types, eventTypes);
    }

    public TaskRules withTransforms(List<TransformRule> other) {
        return new TaskRules(
                task, table, id, columns, filter, softDelete, other, mapping, types, eventTypes);
    }

    public TaskRules withMapping(MappingRule other) {
        return new TaskRules(
                task, table, id, columns, filter, softDelete, transforms, other, types, eventTypes);
    }

    public TaskRules withTypes(TypeOptions other) {
        return new TaskRules(
                task,
                table,
                id,
                columns,
                filter,
                softDelete,
                transforms,
                mapping,
                other,
                eventTypes);
    }

    public TaskRules withEventTypes(Set<Operation> other) {
        return new TaskRules(
                task, table, id, columns, filter, softDelete, transforms, mapping, types, other);
    }
}
