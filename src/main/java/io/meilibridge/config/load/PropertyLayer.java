package io.meilibridge.config.load;

import io.meilibridge.config.load.KeyTexts.Step;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.report.Shown;
import io.meilibridge.config.tree.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Properties whose names start with `meilibridge.` as a tree.
final class PropertyLayer {

    static final String PREFIX = "meilibridge.";

    /// Where the file is: said by a property of this name, but not a key of it.
    private static final Set<String> NO_KEYS = Set.of("meilibridge.config");

    private PropertyLayer() {}

    static Mapping read(Map<String, String> properties, Report report) {
        Assignments tree = new Assignments(report);
        new TreeMap<>(properties)
                .forEach((name, value) -> {
                    if (name.startsWith(PREFIX) && !NO_KEYS.contains(name)) {
                        assign(name, value, tree, report);
                    }
                });
        return tree.root();
    }

    private static void assign(String name, String value, Assignments tree, Report report) {
        Origin origin = new Origin("property " + name, 0);
        List<Step> path = KeyTexts.parse(name.substring(PREFIX.length()));
        if (path == null) {
            report.fault("", origin, "expected the path of a key, got " + Shown.text(name));
        } else {
            tree.assign(path, value, origin);
        }
    }
}
