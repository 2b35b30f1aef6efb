package io.meilibridge.step.document;

import io.meilibridge.step.relation.TaskRelation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Gathers the fields of a document by their paths, and refuses two in one place.
final class FieldTree {

    /// A field whose name is not written yet.
    private sealed interface Node {

        record Leaf(Function<byte[], FieldPlan> plan) implements Node {}

        record Inner(Map<String, Node> children) implements Node {}
    }

    private final TaskRelation table;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    FieldTree(TaskRelation table) {
        this.table = table;
    }

    /// @param plan makes the field from its written name
    /// @throws io.meilibridge.fault.MappingException with RELATION_UNUSABLE when the place is taken
    void add(List<String> path, Function<byte[], FieldPlan> plan) {
        Map<String, Node> at = fields;
        for (String name : path.subList(0, path.size() - 1)) {
            Node node = at.computeIfAbsent(name, n -> new Node.Inner(new LinkedHashMap<>()));
            at =
                    switch (node) {
                        case Node.Inner inner -> inner.children();
                        case Node.Leaf ignored -> throw taken(path);
                    };
        }
        if (at.putIfAbsent(path.getLast(), new Node.Leaf(plan)) != null) {
            throw taken(path);
        }
    }

    private RuntimeException taken(List<String> path) {
        return table.unusable(
                "expected one source of field '" + String.join(".", path) + "', got two",
                "Map one of the columns to another field, or leave it out with exclude_columns.");
    }

    FieldPlan[] plans() {
        return plans(fields);
    }

    private static FieldPlan[] plans(Map<String, Node> nodes) {
        FieldPlan[] plans = new FieldPlan[nodes.size()];
        int next = 0;
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            byte[] prefix = FieldPlan.prefix(entry.getKey());
            plans[next++] =
                    switch (entry.getValue()) {
                        case Node.Leaf leaf -> leaf.plan().apply(prefix);
                        case Node.Inner inner ->
                                new FieldPlan.OfObject(prefix, plans(inner.children()));
                    };
        }
        return plans;
    }
}
