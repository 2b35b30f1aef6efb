package io.meilibridge.config.load;

import io.meilibridge.config.key.Effect;
import io.meilibridge.config.key.Key;
import io.meilibridge.config.key.Keys;
import io.meilibridge.config.key.Place;
import io.meilibridge.config.key.Section;
import io.meilibridge.config.key.Shape;
import io.meilibridge.config.report.Nearest;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Refuses keys that the table does not have, with the nearest one that it has, and says of given
/// keys without effect that they have none.
final class KnownKeys {

    private final Report report;

    KnownKeys(Report report) {
        this.report = report;
    }

    void check(Mapping root) {
        group(root, Keys.ROOT, "", "");
    }

    private void group(Mapping group, Section section, String path, String pattern) {
        for (Map.Entry<String, Node> entry : group.entries().entrySet()) {
            String at = KeyTexts.join(path, entry.getKey());
            Optional<Key> key = section.find(entry.getKey());
            if (key.isEmpty()) {
                unknown(entry.getKey(), entry.getValue(), section, at, pattern);
            } else if (!KeyTexts.isNull(entry.getValue())) {
                effect(key.get(), entry.getValue(), at);
                String next = (pattern.isEmpty() ? "" : pattern + ".") + key.get().name();
                inside(entry.getValue(), key.get().shape(), at, next);
            }
        }
    }

    private void inside(Node node, Shape shape, String path, String pattern) {
        switch (shape) {
            case Shape.Group group -> {
                if (node instanceof Mapping mapping) {
                    group(mapping, group.section().get(), path, pattern);
                }
            }
            case Shape.Groups groups -> {
                if (node instanceof Sequence sequence) {
                    for (int i = 0; i < sequence.items().size(); i++) {
                        if (sequence.items().get(i) instanceof Mapping item) {
                            String at = path + "[" + i + "]";
                            group(item, groups.section().get(), at, pattern + "[]");
                        }
                    }
                }
            }
            case Shape.Named named -> {
                if (node instanceof Mapping mapping) {
                    mapping.entries()
                            .forEach((name, each) ->
                                    inside(each, named.each(), KeyTexts.join(path, name), pattern));
                }
            }
            case Shape.ValueOrGroup either -> {
                if (node instanceof Mapping mapping) {
                    group(mapping, either.section().get(), path, pattern);
                }
            }
            case Shape.Value _, Shape.Values _, Shape.Free _ -> {}
        }
    }

    private void effect(Key key, Node node, String path) {
        switch (key.effect()) {
            case Effect.Works _ -> {}
            case Effect.Never never -> report.notice(path, node.origin(), never.told());
        }
    }

    private void unknown(String name, Node value, Section section, String path, String pattern) {
        List<String> near = new ArrayList<>();
        for (Place place : Place.in(section, pattern)) {
            near.add(place.written());
        }
        String parent = path.substring(0, path.length() - KeyTexts.join("", name).length());
        String suggestion =
                Nearest.to(name, near)
                        .map(known -> "did you mean " + parent + known + "?")
                        .or(() -> elsewhere(name).map(known -> "did you mean " + known + "?"))
                        .orElse("known here are " + String.join(", ", section.names()));
        report.fault(
                path, value.origin(), "expected a known key, got an unknown one; " + suggestion);
    }

    /// The path of a key of that very name in some other group.
    private static Optional<String> elsewhere(String name) {
        List<String> found = new ArrayList<>();
        search(Keys.ROOT, "", name, found, 0);
        return found.stream().findFirst();
    }

    private static void search(
            Section section, String path, String name, List<String> found, int depth) {
        for (Key key : section.keys()) {
            String at = KeyTexts.join(path, key.name());
            if (key.name().equals(name)) {
                found.add(at);
            }
            if (key.shape() instanceof Shape.Group group) {
                search(group.section().get(), at, name, found, depth + 1);
            } else if (key.shape() instanceof Shape.Groups groups && depth < 4) {
                search(groups.section().get(), at + "[]", name, found, depth + 1);
            }
        }
    }
}
