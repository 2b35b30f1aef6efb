package io.meilibridge.config.tree;

import io.meilibridge.config.report.Origin;
import org.jspecify.annotations.Nullable;

/// Finds where a key was written.
public final class Origins {

    private Origins() {}

    /// Where the key at a path such as `sync_tasks[0].table` was written, or the innermost group of
    /// it that was; [Origin#DEFAULT] when nothing of it was.
    public static Origin of(Mapping root, String path) {
        Origin origin = Origin.DEFAULT;
        Node node = root;
        for (String step : path.replace("]", "").split("[.\\[]", -1)) {
            Node next = child(node, step);
            if (next == null) {
                return origin;
            }
            node = next;
            origin = next.origin();
        }
        return origin;
    }

    private static @Nullable Node child(Node node, String step) {
        return switch (node) {
            case Mapping mapping -> mapping.entries().get(step);
            case Sequence sequence -> {
                int index = step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : -1;
                yield index >= 0 && index < sequence.items().size()
                        ? sequence.items().get(index)
                        : null;
            }
            case Scalar _ -> null;
        };
    }
}
