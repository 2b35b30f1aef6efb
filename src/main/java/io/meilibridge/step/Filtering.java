package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Row;
import io.meilibridge.step.condition.Outcome;
import io.meilibridge.step.condition.RowTest;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.List;

/// Which events count, and which rows match.
final class Filtering {

    private final RelationPlans plans;

    Filtering(RelationPlans plans) {
        this.plans = plans;
    }

    /// Whether the task asks for the operation. Rows of a snapshot always count.
    static boolean counts(TaskRules rules, Operation operation) {
        return operation == Operation.READ || rules.eventTypes().contains(operation);
    }

    List<ChangeEvent> filter(List<ChangeEvent> events) {
        List<ChangeEvent> kept = new ArrayList<>(events.size());
        for (ChangeEvent event : events) {
            if (counts(plans.rules(), Operation.of(event))) {
                filter(event, kept);
            }
        }
        return kept;
    }

    private void filter(ChangeEvent event, List<ChangeEvent> kept) {
        RelationPlan plan = plans.of(event.relation());
        RowTest test = plan.filter();
        if (test == null) {
            kept.add(event);
            return;
        }
        switch (event) {
            case Read read -> {
                boolean matches = matches(test, read, read.row());
                keepIf(matches, read, kept);
                if (!matches && read.overOld()) {
                    KeyChange.delete(plan.key(), read, kept);
                }
            }
            case Insert insert -> keepIf(matches(test, insert, insert.row()), insert, kept);
            case Update update -> {
                if (matches(test, update, update.row())) {
                    kept.add(update);
                } else {
                    KeyChange.delete(plan.key(), update, kept);
                }
            }
            case Delete delete -> kept.add(delete);
            case Truncate truncate -> kept.add(truncate);
        }
    }

    private static void keepIf(boolean keep, ChangeEvent event, List<ChangeEvent> kept) {
        if (keep) {
            kept.add(event);
        }
    }

    private static boolean matches(RowTest test, ChangeEvent event, Row row) {
        return isTrue(test.test(row), event);
    }

    /// @throws IllegalStateException when the outcome is not known
    static boolean isTrue(Outcome outcome, ChangeEvent event) {
        return switch (outcome) {
            case TRUE -> true;
            case FALSE -> false;
            case UNKNOWN ->
                    throw new IllegalStateException(
                            "The row of relation "
                                    + event.relation()
                                    + " at "
                                    + event.position()
                                    + " was to be read again first.");
        };
    }
}
