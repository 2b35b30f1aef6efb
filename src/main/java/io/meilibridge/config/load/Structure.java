package io.meilibridge.config.load;

import io.meilibridge.config.key.Key;
import io.meilibridge.config.key.Section;
import io.meilibridge.config.key.Shape;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import io.meilibridge.config.tree.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the texts of environment variables and properties the structure that their keys ask for: a
/// list of values may be given as `a,b`, and everything that is no single value as YAML.
final class Structure {

    private final Report report;

    Structure(Report report) {
        this.report = report;
    }

    void shape(Mapping group, Section section) {
        for (Map.Entry<String, Node> entry : group.entries().entrySet()) {
            section.find(entry.getKey())
                    .map(Key::shape)
                    .ifPresent(shape -> entry.setValue(shaped(entry.getValue(), shape)));
        }
    }

    private Node shaped(Node node, Shape shape) {
        return switch (shape) {
            case Shape.Value _ -> node;
            case Shape.Values _ -> node instanceof Scalar text ? list(text) : node;
            case Shape.Group group -> group(node, group.section().get());
            case Shape.Groups groups -> items(parsed(node), groups.section().get());
            case Shape.Named named -> {
                Node parsed = parsed(node);
                if (parsed instanceof Mapping mapping) {
                    mapping.entries().replaceAll((_, each) -> shaped(each, named.each()));
                }
                yield parsed;
            }
            case Shape.ValueOrGroup either ->
                    node instanceof Scalar scalar && !scalar.text().startsWith("{")
                            ? node
                            : group(node, either.section().get());
            case Shape.Free _ -> free(node);
        };
    }

    private Node group(Node node, Section section) {
        Node parsed = parsed(node);
        if (parsed instanceof Mapping mapping) {
            shape(mapping, section);
        }
        return parsed;
    }

    private Node items(Node node, Section section) {
        if (node instanceof Sequence sequence) {
            sequence.items().replaceAll(item -> item == null ? null : group(item, section));
        }
        return node;
    }

    private Node free(Node node) {
        switch (node) {
            case Mapping mapping -> mapping.entries().replaceAll((_, each) -> free(each));
            case Sequence sequence ->
                    sequence.items().replaceAll(item -> item == null ? null : free(item));
            case Scalar _ -> {
                return parsed(node);
            }
        }
        return node;
    }

    private Node list(Scalar text) {
        if (text.text().startsWith("[")) {
            return parsed(text);
        }
        List<@Nullable Node> items = new ArrayList<>();
        for (String item : text.text().split(",", -1)) {
            if (!item.isBlank()) {
                items.add(new Scalar(item.strip(), Scalar.Form.TEXT, text.origin()));
            }
        }
        return new Sequence(items, true, text.origin());
    }

    private Node parsed(Node node) {
        if (!(node instanceof Scalar scalar)) {
            return node;
        }
        Node parsed = YamlReader.read(scalar.text(), scalar.origin().place(), report);
        return parsed == null ? node : parsed;
    }
}
