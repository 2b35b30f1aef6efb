package io.meilibridge.config.load;

import io.meilibridge.config.key.Keys;
import io.meilibridge.config.key.Place;
import io.meilibridge.config.key.Section;
import io.meilibridge.config.key.Shape;
import io.meilibridge.config.load.KeyTexts.Step;
import io.meilibridge.config.report.Nearest;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Environment variables whose names start with `MEILIBRIDGE_` as a tree. A name is the key's path
/// in capitals with `_` for `.`, and `_0_` for the first item of a list; which `_` is which is
/// decided by the table of keys.
final class EnvironmentLayer {

    private static final String PREFIX = "MEILIBRIDGE_";
    private static final Set<String> NO_KEYS = Set.of("MEILIBRIDGE_CONFIG");

    /// What Kubernetes sets in every container of a namespace that has a service of our name.
    private static final Pattern SERVICE_LINK =
            Pattern.compile(
                    "MEILIBRIDGE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
                            + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private EnvironmentLayer() {}

    static Mapping read(Map<String, String> environment, Report report) {
        Assignments tree = new Assignments(report);
        new TreeMap<>(environment)
                .forEach((name, value) -> {
                    if (name.startsWith(PREFIX) && !NO_KEYS.contains(name)) {
                        assign(name, value, tree, report);
                    }
                });
        return tree.root();
    }

    private static void assign(String name, String value, Assignments tree, Report report) {
        boolean link = SERVICE_LINK.matcher(name).matches();
        Optional<List<Step>> path = path(name.substring(PREFIX.length()));
        if (link && (path.isEmpty() || value.startsWith("tcp://"))) {
            return;
        }
        Origin origin = new Origin("environment variable " + name, 0);
        if (path.isPresent()) {
            // Taken as it is: a password may hold what looks like a variable.
            tree.assign(path.get(), value.replace("${", "$${"), origin);
        } else {
            String nearest =
                    Nearest.to(name, names())
                            .map(known -> "; did you mean " + known + "?")
                            .orElse("");
            report.fault("", origin, "expected the name of a key, got an unknown one" + nearest);
        }
    }

    private static Optional<List<Step>> path(String rest) {
        List<List<Step>> found = new ArrayList<>();
        section(rest, Keys.ROOT, "", List.of(), found);
        return found.stream().findFirst();
    }

    private static void section(
            String rest, Section section, String pattern, List<Step> path, List<List<Step>> found) {
        for (Place place : Place.in(section, pattern)) {
            List<Step> here = new ArrayList<>(path);
            for (String name : place.written().split("\\.", -1)) {
                here.add(new Step(name, -1));
            }
            String name = capitals(place.written());
            if (rest.equals(name)) {
                found.add(here);
            } else if (rest.startsWith(name + "_")) {
                inside(rest.substring(name.length() + 1), place, here, found);
            }
        }
    }

    private static void inside(String rest, Place place, List<Step> path, List<List<Step>> found) {
        switch (place.shape()) {
            case Shape.Group group ->
                    section(rest, group.section().get(), place.pattern(), path, found);
            case Shape.Groups groups ->
                    item(
                            rest,
                            path,
                            (item, inner) ->
                                    section(
                                            inner,
                                            groups.section().get(),
                                            place.pattern(),
                                            item,
                                            found),
                            found);
            case Shape.Values _ -> item(rest, path, (_, _) -> {}, found);
            case Shape.Named _, Shape.Free _ ->
                    found.add(with(path, new Step(rest.toLowerCase(Locale.ROOT), -1)));
            case Shape.Value _, Shape.ValueOrGroup _ -> {}
        }
    }

    /// What to do with the rest of a name behind an index.
    private interface Inner {
        void match(List<Step> item, String rest);
    }

    private static void item(String rest, List<Step> path, Inner inner, List<List<Step>> found) {
        int end = rest.indexOf('_');
        String index = end < 0 ? rest : rest.substring(0, end);
        if (!index.matches("[0-9]{1,4}")) {
            return;
        }
        List<Step> item = with(path, new Step("", Integer.parseInt(index)));
        if (end < 0) {
            found.add(item);
        } else {
            inner.match(item, rest.substring(end + 1));
        }
    }

    private static List<Step> with(List<Step> path, Step step) {
        List<Step> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static String capitals(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /// The variables of all keys, of first items where there are lists.
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        collect(Keys.ROOT, PREFIX, names::add, 0);
        return names;
    }

    private static void collect(Section section, String start, Consumer<String> names, int depth) {
        for (var key : section.keys()) {
            String name = start + capitals(key.name());
            switch (key.shape()) {
                case Shape.Group group ->
                        collect(group.section().get(), name + "_", names, depth + 1);
                case Shape.Groups groups -> {
                    if (depth < 3) {
                        collect(groups.section().get(), name + "_0_", names, depth + 1);
                    }
                }
                case Shape.Value _,
                        Shape.Values _,
                        Shape.Named _,
                        Shape.Free _,
                        Shape.ValueOrGroup _ ->
                        names.accept(name);
            }
        }
    }
}
