package io.meilibridge.step;

import io.meilibridge.event.Column;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
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

    /// @param marked whether the relation has a soft delete's mark
    private RelationPlan(TaskRelation table, boolean ofTable, boolean marked, boolean transformed) {
        TaskRules rules = table.rules();
        this.table = table;
        key = DocumentKey.of(table);
        boolean[] sent = sent(table, key, marked, transformed);
        if (rules.transforms().isEmpty() || transformed) {
            transform = null;
            this.transformed = null;
            document = DocumentPlans.compile(table, key, sent, marked);
        } else {
            transform = new TransformPlan(table, sent, key.names());
            this.transformed = new RelationPlan(table.on(transform.derived()), false, marked, true);
            document = this.transformed.document;
        }
        filter =
                ofTable && !rules.filter().conditions().isEmpty()
                        ? Conditions.compile(table, rules.filter().conditions(), "filter")
                        : null;
        SoftDeleteRule rule = rules.softDelete();
        softDelete = ofTable && rule != null ? new SoftDeletePlan(table, rule) : null;
    }

    /// The plan for the table's own relation.
    ///
    /// @throws io.meilibridge.fault.MappingException when the relation does not fit the rules
    static RelationPlan ofTable(TaskRelation table) {
        return new RelationPlan(table, true, false, false);
    }

    /// The plan for rows that a soft delete has marked.
    static RelationPlan ofMarked(TaskRelation table) {
        return new RelationPlan(table, false, true, false);
    }

    private static boolean[] sent(
            TaskRelation table, DocumentKey key, boolean marked, boolean transformed) {
        boolean[] sent = new boolean[table.columnCount()];
        if (transformed) {
            // The transforms have left out what is not sent.
            Arrays.fill(sent, true);
            return sent;
        }
        for (int i = 0; i < sent.length; i++) {
            Column column = table.column(i);
            sent[i] =
                    key.contains(i)
                            || (marked && column.name().equals(SoftDeleteRule.MARK_FIELD))
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
    @Nullable RowTest filter() {
        return filter;
    }

    @Nullable SoftDeletePlan softDelete() {
        return softDelete;
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
