package io.meilibridge.config.load;

import io.meilibridge.config.load.KeyTexts.Step;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds a tree from single keys and their values, as properties and environment variables give
/// them. Values are texts until [Structure] gives them the shape their key has.
final class Assignments {

    private final Mapping root;
    private final Report report;

    Assignments(Report report) {
        this.root = Mapping.empty(Origin.DEFAULT);
        this.report = report;
    }

    Mapping root() {
        return root;
    }

    void assign(List<Step> path, String text, Origin origin) {
        Node node = root;
        for (int i = 0; i < path.size() - 1; i++) {
            Node next = child(node, path.get(i), path.get(i + 1), origin);
            if (next == null) {
                report.fault(
                        "", origin, "expected one form of this key, got a value and keys below it");
                return;
            }
            node = next;
        }
        put(node, path.getLast(), new Scalar(text, Scalar.Form.TEXT, origin));
    }

    private static @Nullable Node child(Node node, Step step, Step next, Origin origin) {
        Node there = get(node, step);
        boolean list = next.index() >= 0;
        if (there == null) {
            there = list ? new Sequence(new ArrayList<>(), false, origin) : Mapping.empty(origin);
            put(node, step, there);
        }
        return list == there instanceof Sequence && !(there instanceof Scalar) ? there : null;
    }

    private static @Nullable Node get(Node node, Step step) {
        return switch (node) {
            case Mapping mapping -> mapping.entries().get(step.name());
            case Sequence sequence ->
                    step.index() < sequence.items().size()
                            ? sequence.items().get(step.index())
                            : null;
            case Scalar _ -> null;
        };
    }

    private static void put(Node node, Step step, Node value) {
        switch (node) {
            case Mapping mapping -> mapping.entries().put(step.name(), value);
            case Sequence sequence -> {
                while (sequence.items().size() <= step.index()) {
                    sequence.items().add(null);
                }
                sequence.items().set(step.index(), value);
            }
            case Scalar _ -> throw new IllegalStateException("a value has no keys");
        }
    }
}
