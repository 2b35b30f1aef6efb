package io.meilibridge.config.load;

import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Paths of keys as texts: `sync_tasks[0].mapping.fields."first name".to`.
final class KeyTexts {

    /// Larger indexes are taken for mistakes.
    static final int INDEX_MAX = 9_999;

    private KeyTexts() {}

    /// One step of a path: a name, or an index where `index` is not negative.
    record Step(String name, int index) {}

    static boolean isNull(Node node) {
        return node instanceof Scalar scalar && scalar.form() == Scalar.Form.NULL;
    }

    /// The path of a key in a group.
    static String join(String path, String name) {
        String shown = name.matches("[^.\\[\\]\" ]+") ? name : '"' + name + '"';
        return path.isEmpty() ? shown : path + "." + shown;
    }

    /// The steps of a path, or null when the text is none.
    static @Nullable List<Step> parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == '[') {
                end = text.indexOf(']', at);
                String index = end < 0 ? "" : text.substring(at + 1, end);
                if (!index.matches("[0-9]{1,4}") || steps.isEmpty()) {
                    return null;
                }
                steps.add(new Step("", Integer.parseInt(index)));
                end++;
            } else if (c == '"') {
                end = text.indexOf('"', at + 1);
                if (end < 0) {
                    return null;
                }
                steps.add(new Step(text.substring(at + 1, end), -1));
                end++;
            } else {
                end = at;
                while (end < text.length() && ".[\"".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                if (end == at) {
                    return null;
                }
                steps.add(new Step(text.substring(at, end), -1));
            }
            at = end;
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
                if (at == text.length()) {
                    return null;
                }
            } else if (at < text.length() && text.charAt(at) != '[') {
                return null;
            }
        }
        return steps.isEmpty() ? null : steps;
    }
}
