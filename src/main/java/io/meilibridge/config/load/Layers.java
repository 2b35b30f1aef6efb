package io.meilibridge.config.load;

import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.Sequence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays one tree over another. What both have is taken from the upper one; lists are merged item by
/// item where the upper one speaks of single items. A key takes the place of its `_file` twin and
/// the other way round, and a database URL the place of the keys it stands for.
final class Layers {

    private static final String FILE_SUFFIX = "_file";
    private static final List<String> URL_PARTS =
            List.of("host", "port", "database", "user", "password", "password_file");

    private Layers() {}

    static void lay(Mapping upper, Mapping lower) {
        for (Map.Entry<String, Node> entry : upper.entries().entrySet()) {
            String name = entry.getKey();
            Node below = lower.entries().get(name);
            if (name.equals("postgresql")
                    && entry.getValue() instanceof Mapping given
                    && given.entries().containsKey("url")
                    && below instanceof Mapping database) {
                URL_PARTS.forEach(database.entries()::remove);
            }
            lower.entries().remove(name + FILE_SUFFIX);
            if (name.endsWith(FILE_SUFFIX)) {
                lower.entries().remove(name.substring(0, name.length() - FILE_SUFFIX.length()));
            }
            lower.entries()
                    .put(name, below == null ? entry.getValue() : lay(entry.getValue(), below));
        }
    }

    private static Node lay(Node upper, Node lower) {
        if (upper instanceof Mapping above && lower instanceof Mapping below) {
            lay(above, below);
            return below;
        }
        if (upper instanceof Sequence above && lower instanceof Sequence below && !above.whole()) {
            layItems(above.items(), below.items());
            return below;
        }
        return upper;
    }

    private static void layItems(List<@Nullable Node> upper, List<@Nullable Node> lower) {
        for (int i = 0; i < upper.size(); i++) {
            Node above = upper.get(i);
            if (i == lower.size()) {
                lower.add(above);
            } else if (above != null) {
                Node below = lower.get(i);
                lower.set(i, below == null ? above : lay(above, below));
            }
        }
    }
}
