package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import java.util.ArrayList;
import java.util.List;

/// Rows that count as deleted.
final class SoftDeleting {

    private final RelationPlans plans;

    SoftDeleting(RelationPlans plans) {
        this.plans = plans;
    }

    List<ChangeEvent> softDelete(List<ChangeEvent> events) {
        if (plans.rules().softDelete() == null) {
            return events;
        }
        List<ChangeEvent> left = new ArrayList<>(events.size());
        for (ChangeEvent event : events) {
            RelationPlan plan = plans.of(event.relation());
            SoftDeletePlan rule = plan.softDelete();
            if (rule == null) {
                left.add(event);
            } else if (rule.marked() == null) {
                remove(plan, rule, event, left);
            } else {
                left.add(marked(rule, rule.marked().relation(), event));
            }
        }
        return left;
    }

    private static void remove(
            RelationPlan plan, SoftDeletePlan rule, ChangeEvent event, List<ChangeEvent> left) {
        switch (event) {
            case Read read -> {
                if (!rule.appliesToSnapshot() || !isDeleted(rule, read, read.row())) {
                    left.add(read);
                } else if (read.overOld()) {
                    KeyChange.delete(plan.key(), read, left);
                }
            }
            case Insert insert -> {
                if (!rule.appliesToStream() || !isDeleted(rule, insert, insert.row())) {
                    left.add(insert);
                }
            }
            case Update update -> {
                if (rule.appliesToStream() && isDeleted(rule, update, update.row())) {
                    KeyChange.delete(plan.key(), update, left);
                } else {
                    left.add(update);
                }
            }
            case Delete delete -> left.add(delete);
            case Truncate truncate -> left.add(truncate);
        }
    }

    private static ChangeEvent marked(SoftDeletePlan rule, Relation to, ChangeEvent event) {
        return switch (event) {
            case Read read when rule.appliesToSnapshot() ->
                    new Read(
                            to,
                            read.position(),
                            marked(rule, to, read, read.row()),
                            read.overOld());
            case Insert insert when rule.appliesToStream() ->
                    new Insert(to, insert.position(), marked(rule, to, insert, insert.row()));
            case Update update when rule.appliesToStream() ->
                    new Update(
                            to,
                            update.position(),
                            update.old(),
                            marked(rule, to, update, update.row()));
            case Read read -> read;
            case Insert insert -> insert;
            case Update update -> update;
            case Delete delete -> delete;
            case Truncate truncate -> truncate;
        };
    }

    private static Row marked(SoftDeletePlan rule, Relation to, ChangeEvent event, Row row) {
        return rule.mark(row, to, isDeleted(rule, event, row));
    }

    private static boolean isDeleted(SoftDeletePlan rule, ChangeEvent event, Row row) {
        return Filtering.isTrue(rule.deleted(row), event);
    }
}
