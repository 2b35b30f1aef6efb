package io.meilibridge.config.bind;

import io.meilibridge.config.key.Effect;
import io.meilibridge.config.key.Key;
import io.meilibridge.config.key.Section;
import io.meilibridge.config.key.Shape;
import io.meilibridge.config.key.ValueType;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.report.Shown;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One group of keys as binders read it: typed by the table, with its defaults. A value that is
/// faulty is reported, and read as if it had not been given, so that binding goes on to the next.
final class View {

    private final Mapping group;
    private final Section section;
    private final String path;
    private final Report report;

    View(Mapping group, Section section, String path, Report report) {
        this.group = group;
        this.section = section;
        this.path = path;
        this.report = report;
    }

    Report report() {
        return report;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Where the key was written; where the group was, when it was left out.
    Origin origin(String name) {
        Node node = given(name);
        return node == null ? group.origin() : node.origin();
    }

    Origin origin() {
        return group.origin();
    }

    boolean isGiven(String name) {
        return given(name) != null;
    }

    void fault(String name, String text) {
        report.fault(path(name), origin(name), text);
    }

    void notice(String name, String text) {
        report.notice(path(name), origin(name), text);
    }

    /// What is said of a key that never has an effect, when it is given.
    String without(String name) {
        return switch (section.require(name).effect()) {
            case Effect.Never never -> never.told();
            case Effect.Works _ ->
                    throw new IllegalArgumentException(path(name) + " is not without effect");
        };
    }

    /// The value of a key that has a default.
    <T> T get(String name, Class<T> type) {
        T given = find(name, type);
        return given != null ? given : fallback(name, type);
    }

    /// The value of a key, null when it has none and no default; a required key without a value is
    /// a fault.
    <T> @Nullable T find(String name, Class<T> type) {
        Key key = section.require(name);
        Node node = given(name);
        if (node == null) {
            if (key.required()) {
                fault(name, "expected " + valueType(key).expected() + ", got nothing");
            }
            return key.defaultText() == null ? null : fallback(name, type);
        }
        return value(node, valueType(key), path(name), type);
    }

    /// The values of a key; those of its default, or none, when it is left out.
    <T> List<T> list(String name, Class<T> type) {
        Key key = section.require(name);
        Node node = given(name);
        List<T> values = new ArrayList<>();
        if (node == null) {
            if (key.defaultText() != null) {
                for (String text : Arrays.asList(key.defaultText().split(", ", -1))) {
                    values.add(type.cast(parsed(valueType(key), text)));
                }
            }
            return values;
        }
        List<@Nullable Node> items =
                node instanceof Sequence sequence ? sequence.items() : List.of(node);
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String at = node instanceof Sequence ? path(name) + "[" + i + "]" : path(name);
            if (item == null) {
                report.fault(
                        at, node.origin(), "expected every item up to the last, got none here");
                continue;
            }
            T value = value(item, valueType(key), at, type);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /// A group of keys; an empty one when it is left out.
    View group(String name) {
        Shape shape = section.require(name).shape();
        if (!(shape instanceof Shape.Group group)) {
            throw new IllegalArgumentException(path(name) + " is no group");
        }
        Node node = given(name);
        if (node == null || node instanceof Mapping) {
            Mapping inner = node == null ? Mapping.empty(origin()) : (Mapping) node;
            return new View(inner, group.section().get(), path(name), report);
        }
        fault(name, "expected a group of keys, got " + node.kind());
        return new View(Mapping.empty(node.origin()), group.section().get(), path(name), report);
    }

    /// The groups of a list; none when it is left out.
    List<View> groups(String name) {
        if (!(section.require(name).shape() instanceof Shape.Groups shape)) {
            throw new IllegalArgumentException(path(name) + " is no list of groups");
        }
        List<View> views = new ArrayList<>();
        Node node = given(name);
        if (node == null) {
            return views;
        }
        if (!(node instanceof Sequence sequence)) {
            fault(name, "expected a list, got " + node.kind());
            return views;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            String at = path(name) + "[" + i + "]";
            if (item instanceof Mapping mapping) {
                views.add(new View(mapping, shape.section().get(), at, report));
            } else {
                report.fault(
                        at,
                        item == null ? sequence.origin() : item.origin(),
                        "expected a group of keys, got "
                                + (item == null ? "nothing" : item.kind()));
            }
        }
        return views;
    }

    /// The groups, or short forms of them, under names of the user's own; a short form is the value
    /// of the key `shortKey` in its group.
    Map<String, View> named(String name, String shortKey) {
        Map<String, View> views = new LinkedHashMap<>();
        Node node = given(name);
        if (node == null) {
            return views;
        }
        if (!(node instanceof Mapping mapping)
                || !(section.require(name).shape() instanceof Shape.Named named)
                || !(named.each() instanceof Shape.ValueOrGroup either)) {
            fault(name, "expected names with a value each, got " + node.kind());
            return views;
        }
        mapping.entries()
                .forEach((each, value) -> {
                    Mapping inner =
                            value instanceof Mapping full
                                    ? full
                                    : new Mapping(
                                            new LinkedHashMap<>(Map.of(shortKey, value)),
                                            value.origin());
                    String at = path(name) + "." + each;
                    views.put(each, new View(inner, either.section().get(), at, report));
                });
        return views;
    }

    /// What was written under a key, null when it is left out.
    @Nullable Node given(String name) {
        section.require(name);
        Node node = group.entries().get(name);
        return node instanceof Scalar scalar
                        && scalar.form() == Scalar.Form.NULL
                        && !(section.require(name).shape() instanceof Shape.Free)
                ? null
                : node;
    }

    private <T> @Nullable T value(Node node, ValueType valueType, String at, Class<T> type) {
        if (report.isFaulty(at)) {
            return null;
        }
        if (!(node instanceof Scalar scalar)) {
            report.fault(
                    at, node.origin(), "expected " + valueType.expected() + ", got " + node.kind());
            return null;
        }
        Object parsed = valueType.parse().apply(scalar.text());
        if (parsed == null) {
            String got = valueType.confidential() ? "something else" : Shown.text(scalar.written());
            report.fault(at, node.origin(), "expected " + valueType.expected() + ", got " + got);
            return null;
        }
        return type.cast(parsed);
    }

    private <T> T fallback(String name, Class<T> type) {
        Key key = section.require(name);
        String text =
                Objects.requireNonNull(key.defaultText(), () -> path(name) + " has no default");
        return type.cast(parsed(valueType(key), text));
    }

    private static Object parsed(ValueType type, String text) {
        return Objects.requireNonNull(type.parse().apply(text), () -> "bad default " + text);
    }

    private ValueType valueType(Key key) {
        return switch (key.shape()) {
            case Shape.Value value -> value.type();
            case Shape.Values values -> values.type();
            case Shape.ValueOrGroup either -> either.type();
            case Shape.Group _, Shape.Groups _, Shape.Named _, Shape.Free _ ->
                    throw new IllegalArgumentException(path(key.name()) + " is no value");
        };
    }
}
