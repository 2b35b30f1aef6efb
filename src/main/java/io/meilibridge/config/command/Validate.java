package io.meilibridge.config.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.report.Finding;
import io.meilibridge.config.settings.Settings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command `validate`: prints everything there is to say about the configuration and whatever
/// else it is told to check.
public final class Validate {

    /// Something beside the configuration that has to be right before a start, as the routes.
    public interface Check {

        /// Every fault, one text each; none when all is well.
        ///
        /// @param settings null when the configuration itself is faulty
        List<String> faults(@Nullable Settings settings);
    }

    private final List<Check> checks;
    private final PrintStream out;
    private final boolean json;

    public Validate(List<Check> checks, PrintStream out, boolean json) {
        this.checks = List.copyOf(checks);
        this.out = out;
        this.json = json;
    }

    /// The exit status: 0 when a start would find nothing wrong, else 1.
    public int run(ConfigurationInputs inputs) {
        Loaded loaded = Configuration.load(inputs);
        List<String> faults = new ArrayList<>();
        Settings settings =
                switch (loaded) {
                    case Loaded.Usable usable -> usable.settings();
                    case Loaded.Faulty faulty -> {
                        faulty.faults().forEach(fault -> faults.add(fault.toString()));
                        yield null;
                    }
                };
        checks.forEach(check -> faults.addAll(check.faults(settings)));
        if (json) {
            out.println(asJson(loaded, faults));
        } else {
            print(loaded, faults);
        }
        return faults.isEmpty() ? 0 : 1;
    }

    private void print(Loaded loaded, List<String> faults) {
        String file = loaded.file().isEmpty() ? "no configuration file found" : loaded.file();
        out.println("Configuration: " + file);
        print("notice", loaded.notices());
        print("warning", loaded.warnings());
        faults.forEach(fault -> out.println("fault: " + fault));
        out.println(faults.isEmpty() ? "No faults." : "Faults: " + faults.size());
    }

    private static String asJson(Loaded loaded, List<String> faults) {
        ObjectNode report =
                new ObjectMapper().createObjectNode().put("configuration", loaded.file());
        report.put("ok", faults.isEmpty());
        ArrayNode list = report.putArray("findings");
        loaded.notices().forEach(notice -> add(list, "notice", notice.toString()));
        loaded.warnings().forEach(warning -> add(list, "warning", warning.toString()));
        faults.forEach(fault -> add(list, "fault", fault));
        return report.toPrettyString();
    }

    private static void add(ArrayNode findings, String level, String text) {
        findings.addObject().put("level", level).put("text", text);
    }

    private void print(String kind, List<Finding> findings) {
        findings.forEach(finding -> out.println(kind + ": " + finding));
    }
}
