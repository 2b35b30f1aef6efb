package io.meilibridge.config.command;

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

    public Validate(List<Check> checks, PrintStream out) {
        this.checks = List.copyOf(checks);
        this.out = out;
    }

    /// The exit status: 0 when a start would find nothing wrong, else 1.
    public int run(ConfigurationInputs inputs) {
        Loaded loaded = Configuration.load(inputs);
        String file = loaded.file().isEmpty() ? "no configuration file found" : loaded.file();
        out.println("Configuration: " + file);
        print("notice", loaded.notices());
        print("warning", loaded.warnings());
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
        faults.forEach(fault -> out.println("fault: " + fault));
        out.println(faults.isEmpty() ? "No faults." : "Faults: " + faults.size());
        return faults.isEmpty() ? 0 : 1;
    }

    private void print(String kind, List<Finding> findings) {
        findings.forEach(finding -> out.println(kind + ": " + finding));
    }
}
