package io.meilibridge.config.load;

import io.meilibridge.config.key.Keys;
import io.meilibridge.config.load.Given.ConfigFile;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import io.meilibridge.config.tree.YamlReader;
import java.util.Map;

/// Makes the tree of canonical keys out of everything that was given.
public final class TreeLoader {

    private final Given given;
    private final Report report;
    private boolean readable = true;

    public TreeLoader(Given given, Report report) {
        this.given = given;
        this.report = report;
    }

    /// The tree; the report has what is wrong with it. Values are not yet typed.
    public Mapping load() {
        Mapping root = properties(given.lowProperties());
        Mapping file = file(given.file());
        new OtherPlaces(report).resolve(file);
        Layers.lay(file, root);
        Mapping environment = EnvironmentLayer.read(given.environment(), report);
        Layers.lay(structured(environment), root);
        Layers.lay(properties(given.highProperties()), root);
        new Expansion(given.environment(), report).expand(root, "");
        new SecretFiles(given.files(), report).read(root, Keys.ROOT, "");
        new DefinedTasks(given.runTimeTasks(), report).lay(root);
        new KnownKeys(report).check(root);
        return root;
    }

    /// Whether the file was YAML with keys in it; else what is missing says nothing.
    public boolean isReadable() {
        return readable;
    }

    private Mapping properties(Map<String, String> properties) {
        return structured(PropertyLayer.read(properties, report));
    }

    private Mapping structured(Mapping layer) {
        new OtherPlaces(report).resolve(layer);
        new Structure(report).shape(layer, Keys.ROOT);
        return layer;
    }

    private Mapping file(ConfigFile file) {
        Origin origin = new Origin(file.name(), 1);
        Report faults = new Report();
        Node root = YamlReader.read(file.text(), file.name(), faults);
        faults.faults().forEach(fault -> report.fault(fault.key(), fault.origin(), fault.text()));
        if (root == null || KeyTexts.isNull(root)) {
            readable = !faults.hasFaults();
            return Mapping.empty(origin);
        }
        if (!(root instanceof Mapping mapping)) {
            report.fault("", root.origin(), "expected keys at the root, got " + root.kind());
            readable = false;
            return Mapping.empty(origin);
        }
        return file.shared() ? ours(mapping) : mapping;
    }

    private static Mapping ours(Mapping shared) {
        if (shared.entries().get("meilibridge") instanceof Mapping ours) {
            return ours;
        }
        shared.entries()
                .keySet()
                .removeIf(name ->
                        name.startsWith("%")
                                || name.equals("quarkus")
                                || name.equals("camel")
                                || name.equals("mp")
                                || name.equals("smallrye"));
        return shared;
    }
}
