package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.report.Shown;
import io.meilibridge.config.tree.Scalar.Form;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML text into a [Node] tree with the line of every value. Only YAML's composer is used:
/// no object is ever made from a tag. Anchors, aliases and merge keys work; a node that contains
/// itself, a key given twice in one group and a key that is not text are faults.
public final class YamlReader {

    private static final Resolver RESOLVER = new Resolver();
    private static final int DEPTH_MAX = 60;
    private static final int NODES_MAX = 200_000;

    private final Report report;
    private final String place;
    private int nodes;

    private YamlReader(String place, Report report) {
        this.place = place;
        this.report = report;
    }

    /// The tree of a text; a null node when the text is empty or not YAML, in which case the report
    /// has the fault.
    public static @Nullable Node read(String text, String place, Report report) {
        return new YamlReader(place, report).read(text);
    }

    /// What YAML takes an unquoted value for.
    public static Form formOf(String text) {
        Tag tag = RESOLVER.resolve(NodeId.scalar, text, true);
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Form.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Form.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Form.NULL : Form.TEXT;
    }

    private @Nullable Node read(String text) {
        try {
            LoaderOptions options = new LoaderOptions();
            DumperOptions unused = new DumperOptions();
            Yaml yaml =
                    new Yaml(
                            new SafeConstructor(options),
                            new Representer(unused),
                            unused,
                            options,
                            RESOLVER);
            org.yaml.snakeyaml.nodes.Node root = yaml.compose(new StringReader(text));
            return root == null ? null : node(root, new ArrayList<>());
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            report.fault("", new Origin(place, line), "expected YAML, got " + problem(e));
        } catch (YAMLException e) {
            report.fault(
                    "",
                    new Origin(place, 0),
                    "expected YAML, got a text that is not: "
                            + Shown.text(String.valueOf(e.getMessage())));
        }
        return null;
    }

    private static String problem(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1;
        return e.getProblem() + " at column " + column + context;
    }

    private @Nullable Node node(
            org.yaml.snakeyaml.nodes.Node node, List<org.yaml.snakeyaml.nodes.Node> parents) {
        Origin origin = origin(node);
        // Nodes of the engine are equal only to themselves.
        if (parents.contains(node)) {
            report.fault("", origin, "expected a tree, got an alias to a group it is part of");
            return null;
        }
        if (parents.size() > DEPTH_MAX || ++nodes > NODES_MAX) {
            if (nodes <= NODES_MAX + 1) {
                report.fault(
                        "",
                        origin,
                        "expected at most "
                                + DEPTH_MAX
                                + " levels and "
                                + NODES_MAX
                                + " values, got more");
            }
            return null;
        }
        parents.add(node);
        Node read =
                switch (node) {
                    case ScalarNode scalar -> scalar(scalar, origin);
                    case SequenceNode sequence -> sequence(sequence, parents, origin);
                    case MappingNode mapping -> mapping(mapping, parents, origin);
                    default -> throw new IllegalStateException("unknown YAML node " + node);
                };
        parents.removeLast();
        return read;
    }

    private static Scalar scalar(ScalarNode node, Origin origin) {
        Form form = node.isPlain() ? formOf(node.getValue()) : Form.TEXT;
        return new Scalar(node.getValue(), form, origin);
    }

    private Sequence sequence(
            SequenceNode node, List<org.yaml.snakeyaml.nodes.Node> parents, Origin origin) {
        List<@Nullable Node> items = new ArrayList<>();
        for (org.yaml.snakeyaml.nodes.Node item : node.getValue()) {
            Node read = node(item, parents);
            if (read != null) {
                items.add(read);
            }
        }
        return new Sequence(items, true, origin);
    }

    private Mapping mapping(
            MappingNode node, List<org.yaml.snakeyaml.nodes.Node> parents, Origin origin) {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, Node> merged = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report.fault("", origin(tuple.getKeyNode()), "expected a key, got a structure");
                continue;
            }
            Node value = node(tuple.getValueNode(), parents);
            if (value == null) {
                continue;
            }
            if (key.getTag().equals(Tag.MERGE)) {
                merge(value, merged);
            } else if (seen.add(key.getValue())) {
                entries.put(key.getValue(), value);
            } else {
                report.fault(
                        "",
                        origin(key),
                        "expected each key once in its group, got "
                                + Shown.text(key.getValue())
                                + " twice");
            }
        }
        merged.forEach(entries::putIfAbsent);
        return new Mapping(entries, origin);
    }

    private void merge(Node value, Map<String, Node> merged) {
        switch (value) {
            case Mapping mapping -> mapping.entries().forEach(merged::putIfAbsent);
            case Sequence sequence -> {
                for (Node item : sequence.items()) {
                    if (item != null) {
                        merge(item, merged);
                    }
                }
            }
            case Scalar scalar ->
                    report.fault("<<", scalar.origin(), "expected a group to merge, got a value");
        }
    }

    private Origin origin(org.yaml.snakeyaml.nodes.Node node) {
        return new Origin(place, node.getStartMark().getLine() + 1);
    }
}
