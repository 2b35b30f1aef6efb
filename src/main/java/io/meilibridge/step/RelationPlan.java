package io.meilibridge.step;

import io.meilibridge.event.Column;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.condition.Conditions;
import io.meilibridge.step.condition.RowTest;
import io.meilibridge.step.document.DocumentKey;
import io.meilibridge.step.document.DocumentPlan;
import io.meilibridge.step.document.DocumentPlans;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.SoftDeleteRule;
import io.meilibridge.step.rule.TaskRules;
import io.meilibridge.step.transform.TransformPlan;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of a task, compiled against one relation: the table's own, or one that a step derived
/// from it. Everything is compiled when the relation is first seen, so that a schema that does not
/// fit is told before the first row of it is lost or let through.
final class RelationPlan {

    private final TaskRelation table;
    private final DocumentKey key;
    private final DocumentPlan document;
    private final @Nullable RowTest filter;
    private final @Nullable SoftDeletePlan softDelete;
    private final @Nullable TransformPlan transform;

    /// The plan for the rows that [#transform] makes.
    private final @Nullable RelationPlan transformed;

    private final boolean ofTable;
    private final boolean withMark;
    private final boolean isTransformed;

    /// Columns that a step of a route has added: they are sent, whatever `columns` says of the
    /// table's.
    private final Set<String> added;

    /// Why the filter, or the soft delete, does not fit a relation that a step of a route derived:
    /// told when it is asked for, as the step may stand behind it.
    private @Nullable MappingException filterUnfit;

    private @Nullable MappingException softDeleteUnfit;

    /// @param withMark whether the relation has a soft delete's mark
    /// @param base what a step of a route derived it from
    private RelationPlan(
            TaskRelation table,
            boolean ofTable,
            boolean withMark,
            boolean isTransformed,
            @Nullable RelationPlan base) {
        TaskRules rules = table.rules();
        this.table = table;
        this.ofTable = ofTable;
        this.withMark = withMark;
        this.isTransformed = isTransformed;
        added = base == null ? Set.of() : added(table, base);
        key = DocumentKey.of(table);
        boolean[] sent = sent();
        if (rules.transforms().isEmpty() || isTransformed) {
            transform = null;
            this.transformed = null;
            document = DocumentPlans.compile(table, key, sent, withMark);
        } else {
            transform = new TransformPlan(table, sent, key.names());
            this.transformed =
                    new RelationPlan(table.on(transform.derived()), false, withMark, true, null);
            document = this.transformed.document;
        }
        filter =
                ofTable && !rules.filter().conditions().isEmpty()
                        ? filter(rules, base != null)
                        : null;
        SoftDeleteRule rule = rules.softDelete();
        softDelete = ofTable && rule != null ? softDelete(rule, base != null) : null;
    }

    private static Set<String> added(TaskRelation table, RelationPlan base) {
        Set<String> added = new HashSet<>(base.added);
        for (Column column : table.relation().columns()) {
            if (base.relation().indexOf(column.name()) < 0) {
                added.add(column.name());
            }
        }
        return added;
    }

    private @Nullable RowTest filter(TaskRules rules, boolean isDerived) {
        try {
            return Conditions.compile(table, rules.filter().conditions(), "filter");
        } catch (MappingException unfit) {
            if (!isDerived) {
                throw unfit;
            }
            filterUnfit = unfit;
            return null;
        }
    }

    private @Nullable SoftDeletePlan softDelete(SoftDeleteRule rule, boolean isDerived) {
        try {
            return new SoftDeletePlan(table, rule);
        } catch (MappingException unfit) {
            if (!isDerived) {
                throw unfit;
            }
            softDeleteUnfit = unfit;
            return null;
        }
    }

    /// The plan for the table's own relation.
    ///
    /// @throws io.meilibridge.fault.MappingException when the relation does not fit the rules
    static RelationPlan ofTable(TaskRelation table) {
        return new RelationPlan(table, true, false, false, null);
    }

    /// The plan for rows that a soft delete has marked.
    static RelationPlan ofMarked(TaskRelation table) {
        return new RelationPlan(table, false, true, false, null);
    }

    /// The plan for rows of a relation that a step of a route derived from this one.
    RelationPlan on(Relation derived) {
        return new RelationPlan(table.on(derived), ofTable, withMark, isTransformed, this);
    }

    private boolean[] sent() {
        boolean[] sent = new boolean[table.columnCount()];
        if (isTransformed) {
            // The transforms have left out what is not sent.
            Arrays.fill(sent, true);
            return sent;
        }
        for (int i = 0; i < sent.length; i++) {
            Column column = table.column(i);
            sent[i] =
                    key.contains(i)
                            || (withMark && column.name().equals(SoftDeleteRule.MARK_FIELD))
                            || added.contains(column.name())
                            || table.rules().columns().sends(column.name());
        }
        return sent;
    }

    TaskRelation table() {
        return table;
    }

    Relation relation() {
        return table.relation();
    }

    DocumentKey key() {
        return key;
    }

    /// How documents are written, of this relation's rows where it has no transforms, else of those
    /// of [#transformed].
    DocumentPlan document() {
        return document;
    }

    /// Null when every row matches.
    ///
    /// @throws MappingException when a step of the route left out what it needs
    @Nullable RowTest filter() {
        if (filterUnfit != null) {
            throw filterUnfit;
        }
        return filter;
    }

    /// Null when there is none.
    ///
    /// @throws MappingException when a step of the route left out what it needs
    @Nullable SoftDeletePlan softDelete() {
        if (softDeleteUnfit != null) {
            throw softDeleteUnfit;
        }
        return softDelete;
    }

    /// The plan for the rows that a soft delete marks; null when it marks none.
    @Nullable RelationPlan marked() {
        return softDelete == null ? null : softDelete.marked();
    }

    @Nullable TransformPlan transform() {
        return transform;
    }

    @Nullable RelationPlan transformed() {
        return transformed;
    }

    /// What a row's document lacks; null when a transform cannot work without a value that the row
    /// does not know.
    DocumentPlan.@Nullable Unknowns unknowns(Row row) {
        Row outgoing = transform == null ? row : transform.apply(row);
        return outgoing == null ? null : document.unknowns(outgoing);
    }
}
