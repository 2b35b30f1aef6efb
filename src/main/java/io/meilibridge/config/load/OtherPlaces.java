package io.meilibridge.config.load;

import io.meilibridge.config.key.Move;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Sequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts every value that was written at another place of its key where the key has its own. A value
/// given at both is a fault.
final class OtherPlaces {

    private final Report report;

    OtherPlaces(Report report) {
        this.report = report;
    }

    void resolve(Mapping root) {
        for (Move move : Move.ALL) {
            int list = move.from().lastIndexOf("[].");
            if (list < 0) {
                move(root, names(move.from()), names(move.to()), "");
            } else {
                String name = move.from().substring(0, list);
                resolveItems(root, name, move, list + 3);
            }
        }
    }

    private void resolveItems(Mapping root, String name, Move move, int start) {
        if (!(root.entries().get(name) instanceof Sequence sequence)) {
            return;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            if (sequence.items().get(i) instanceof Mapping item) {
                List<String> from = names(move.from().substring(start));
                List<String> to = names(move.to().substring(start));
                move(item, from, to, name + "[" + i + "].");
            }
        }
    }

    private static List<String> names(String path) {
        return Arrays.asList(path.split("\\.", -1));
    }

    private void move(Mapping group, List<String> from, List<String> to, String path) {
        Node value = take(group, from);
        if (value == null) {
            return;
        }
        Mapping target = group;
        for (int i = 0; i < to.size() - 1; i++) {
            String at = path + String.join(".", to.subList(0, i + 1));
            target = inner(target, to.get(i), at, value.origin());
        }
        put(target, to.getLast(), value, path + String.join(".", to));
    }

    private Mapping inner(Mapping group, String name, String path, Origin origin) {
        Node there = group.entries().get(name);
        if (there instanceof Mapping mapping) {
            return mapping;
        }
        if (there != null && !KeyTexts.isNull(there)) {
            report.fault(path, there.origin(), "expected a group of keys, got " + there.kind());
        }
        Mapping made = Mapping.empty(origin);
        group.entries().put(name, made);
        return made;
    }

    private void put(Mapping group, String name, Node value, String path) {
        Node there = group.entries().get(name);
        if (there == null || KeyTexts.isNull(there)) {
            group.entries().put(name, value);
        } else if (there instanceof Mapping both && value instanceof Mapping more) {
            more.entries().forEach((key, each) -> put(both, key, each, path + "." + key));
        } else {
            report.fault(
                    path,
                    value.origin(),
                    "expected it once, got it in two forms, the other at " + there.origin());
        }
    }

    /// Takes a value out, and the groups that held nothing else.
    private static @Nullable Node take(Mapping group, List<String> names) {
        if (names.size() == 1) {
            return group.entries().remove(names.getFirst());
        }
        if (!(group.entries().get(names.getFirst()) instanceof Mapping inner)) {
            return null;
        }
        Node taken = take(inner, names.subList(1, names.size()));
        if (taken != null && inner.entries().isEmpty()) {
            group.entries().remove(names.getFirst());
        }
        return taken;
    }
}
