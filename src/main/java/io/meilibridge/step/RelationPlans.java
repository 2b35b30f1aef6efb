package io.meilibridge.step;

import io.meilibridge.event.Relation;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.relation.StepTime;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plans of the relations seen so far, by the relation's identity. Holds the task to one form
/// of its documents' ids. Not safe for threads.
final class RelationPlans {

    /// Far more relations than one chunk of the stream can name, so that the ones in use stay.
    private static final int PLANS_MAX = 4096;

    private final TaskRules rules;
    private final StepTime time;
    private final IdentityHashMap<Relation, RelationPlan> plans = new IdentityHashMap<>();
    private final ArrayDeque<Relation> oldestFirst = new ArrayDeque<>();

    private @Nullable RelationPlan last;
    private @Nullable List<String> keyNames;
    private String keyField = "";

    RelationPlans(TaskRules rules, StepTime time) {
        this.rules = rules;
        this.time = time;
    }

    TaskRules rules() {
        return rules;
    }

    /// @throws MappingException when the relation does not fit the rules, or its key is not what
    ///   the task's documents have so far
    // Identity is meant: two announcements are two schemas, and comparing columns would cost a row.
    @SuppressWarnings("ReferenceEquality")
    RelationPlan of(Relation relation) {
        RelationPlan before = last;
        if (before != null && before.relation() == relation) {
            return before;
        }
        RelationPlan plan = plans.get(relation);
        if (plan == null) {
            plan = RelationPlan.ofTable(new TaskRelation(rules, relation, time));
            requireSameKey(plan);
            keep(plan);
        }
        last = plan;
        return plan;
    }

    /// Makes a plan for rows of a relation that a route derived from another: the same rules, on
    /// other columns.
    void derive(Relation from, Relation to) {
        if (!plans.containsKey(to)) {
            RelationPlan plan = of(from).on(to);
            requireSameKey(plan);
            keep(plan);
        }
    }

    /// Makes room, then keeps the plan and those of the relations derived from it.
    private void keep(RelationPlan plan) {
        put(plan);
        RelationPlan marked = plan.marked();
        if (marked != null) {
            put(marked);
        }
    }

    private void put(RelationPlan plan) {
        if (plans.size() >= PLANS_MAX) {
            for (int i = 0; i < PLANS_MAX / 2; i++) {
                plans.remove(oldestFirst.remove());
            }
        }
        plans.put(plan.relation(), plan);
        oldestFirst.add(plan.relation());
        RelationPlan transformed = plan.transformed();
        if (transformed != null) {
            put(transformed);
        }
    }

    private void requireSameKey(RelationPlan plan) {
        List<String> names = plan.key().names();
        String field = plan.document().keyField();
        if (keyNames != null && !(keyNames.equals(names) && keyField.equals(field))) {
            throw plan.table()
                    .unusable(
                            "expected key "
                                    + keyNames
                                    + " in field '"
                                    + keyField
                                    + "', got "
                                    + names
                                    + " in '"
                                    + field
                                    + "'",
                            "The table's key changed: resync the task into a new index.");
        }
        keyNames = names;
        keyField = field;
    }
}
