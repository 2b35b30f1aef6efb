package io.meilibridge.config.load;

import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import io.meilibridge.config.tree.Sequence;
import io.meilibridge.config.tree.YamlReader;
import java.util.Map;

/// Puts environment variables into values: `${NAME}`, `${NAME:default}` (where it is not set) and
/// `${NAME:-default}` (where it is not set or empty). Defaults may hold variables in turn. `$${`
/// stands for `${`; any other `$` for itself. A variable's own text is never expanded.
final class Expansion {

    private static final int DEPTH_MAX = 10;

    private final Map<String, String> environment;
    private final Report report;

    Expansion(Map<String, String> environment, Report report) {
        this.environment = environment;
        this.report = report;
    }

    void expand(Mapping group, String path) {
        group.entries().replaceAll((name, value) -> expanded(value, KeyTexts.join(path, name)));
    }

    private Node expanded(Node node, String path) {
        switch (node) {
            case Mapping mapping -> expand(mapping, path);
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    Node item = sequence.items().get(i);
                    if (item != null) {
                        sequence.items().set(i, expanded(item, path + "[" + i + "]"));
                    }
                }
            }
            case Scalar scalar -> {
                return scalar.text().contains("${") ? expanded(scalar, path) : scalar;
            }
        }
        return node;
    }

    private Scalar expanded(Scalar scalar, String path) {
        String text = expand(scalar.text(), scalar, path, 0);
        // What was quoted was quoted for the braces as often as for the type.
        boolean whole = scalar.written().startsWith("${") && scalar.written().endsWith("}");
        Scalar.Form form = whole ? YamlReader.formOf(text) : Scalar.Form.TEXT;
        return new Scalar(
                text,
                scalar.written(),
                form == Scalar.Form.NULL ? Scalar.Form.TEXT : form,
                scalar.origin());
    }

    private String expand(String text, Scalar scalar, String path, int depth) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int start = text.indexOf("${", at);
            if (start < 0) {
                break;
            }
            if (start > at && text.charAt(start - 1) == '$') {
                expanded.append(text, at, start - 1).append("${");
                at = start + 2;
                continue;
            }
            expanded.append(text, at, start);
            int end = closing(text, start + 2);
            if (end < 0 || depth > DEPTH_MAX) {
                report.fault(path, scalar.origin(), "expected a '}' for each '${', got none");
                return text;
            }
            expanded.append(variable(text.substring(start + 2, end), scalar, path, depth));
            at = end + 1;
        }
        return expanded.append(text, Math.min(at, text.length()), text.length()).toString();
    }

    private static int closing(String text, int start) {
        int open = 1;
        for (int i = start; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }

    private String variable(String inner, Scalar scalar, String path, int depth) {
        int colon = inner.indexOf(':');
        String name = colon < 0 ? inner : inner.substring(0, colon);
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
            report.fault(
                    path,
                    scalar.origin(),
                    "expected the name of an environment variable in '${…}'; write '$${' for a"
                            + " plain '${'");
            return "";
        }
        String value = environment.get(name);
        boolean orEmpty = inner.startsWith(":-", name.length());
        if (value != null && !(orEmpty && value.isEmpty())) {
            return value;
        }
        if (colon < 0) {
            report.fault(
                    path,
                    scalar.origin(),
                    "expected environment variable "
                            + name
                            + " to be set, got none; set it or"
                            + " give a default: ${"
                            + name
                            + ":-default}");
            return "";
        }
        return expand(inner.substring(colon + (orEmpty ? 2 : 1)), scalar, path, depth + 1);
    }
}
