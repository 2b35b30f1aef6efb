package io.meilibridge.step;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.step.condition.Conditions;
import io.meilibridge.step.condition.Outcome;
import io.meilibridge.step.condition.RowTest;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.Condition;
import io.meilibridge.step.rule.Literal;
import io.meilibridge.step.rule.Operator;
import io.meilibridge.step.rule.SoftDeleteRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A soft delete rule, compiled against a table's relation.
final class SoftDeletePlan {

    private static final String USE = "soft_delete";
    private static final ColumnType BOOLEAN = ColumnType.builtIn(16);

    private final SoftDeleteRule rule;
    private final RowTest deleted;

    /// Of rows that carry the mark; null under [SoftDeleteRule.Strategy#REMOVE].
    private final @Nullable RelationPlan marked;

    SoftDeletePlan(TaskRelation table, SoftDeleteRule rule) {
        this.rule = rule;
        deleted = Conditions.compile(table, List.of(condition(table, rule)), USE);
        marked =
                rule.strategy() == SoftDeleteRule.Strategy.MARK
                        ? RelationPlan.ofMarked(table.on(withMark(table.relation())))
                        : null;
    }

    private static Condition condition(TaskRelation table, SoftDeleteRule rule) {
        if (!rule.deleteValues().isEmpty()) {
            return new Condition.In(rule.field(), rule.deleteValues());
        }
        int column = table.require(rule.field(), USE);
        return table.codec(column).family() == ValueFamily.BOOLEAN
                ? new Condition.Comparison(rule.field(), Operator.EQUALS, Literal.of(true))
                : new Condition.IsNotNull(rule.field());
    }

    /// The relation with the mark as its last column, or in place of the table's own column of that
    /// name.
    private static Relation withMark(Relation relation) {
        List<Column> columns = new ArrayList<>(relation.columns());
        Column mark = new Column(SoftDeleteRule.MARK_FIELD, BOOLEAN, -1, false);
        int own = relation.indexOf(SoftDeleteRule.MARK_FIELD);
        if (own < 0) {
            columns.add(mark);
        } else {
            columns.set(own, mark);
        }
        return new Relation(relation.oid(), relation.table(), relation.replicaIdentity(), columns);
    }

    boolean appliesToSnapshot() {
        return rule.onFullSync();
    }

    boolean appliesToStream() {
        return rule.onStream();
    }

    Outcome deleted(Row row) {
        return deleted.test(row);
    }

    @Nullable RelationPlan marked() {
        return marked;
    }

    /// The row with its mark, in the layout of the marked relation.
    Row mark(Row row, Relation markedRelation, boolean isDeleted) {
        int columns = markedRelation.columns().size();
        int mark = markedRelation.indexOf(SoftDeleteRule.MARK_FIELD);
        byte[] bytes = new byte[row.valueBytes() + 1];
        int[] layout = new int[3 * columns];
        bytes[0] = (byte) (isDeleted ? 't' : 'f');
        int end = 1;
        for (int i = 0; i < columns; i++) {
            ValueKind kind = i == mark ? ValueKind.TEXT : row.kind(i);
            layout[3 * i] = kind.tag();
            if (i == mark) {
                layout[3 * i + 2] = 1;
            } else if (kind == ValueKind.TEXT || kind == ValueKind.BINARY) {
                int length = row.length(i);
                System.arraycopy(row.bytes(), row.start(i), bytes, end, length);
                layout[3 * i + 1] = end;
                layout[3 * i + 2] = length;
                end += length;
            }
        }
        return new Row(bytes, layout);
    }
}
