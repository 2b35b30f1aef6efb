package io.meilibridge.config;

import io.meilibridge.config.bind.SettingsBinder;
import io.meilibridge.config.check.Checks;
import io.meilibridge.config.check.TaskChecks;
import io.meilibridge.config.load.Given;
import io.meilibridge.config.load.Given.ConfigFile;
import io.meilibridge.config.load.TreeLoader;
import io.meilibridge.config.report.Finding;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.LoggingSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Origins;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Loads the configuration. Nothing is read but what the inputs hold, nothing is kept, nothing is
/// logged; every fault is found before any is reported.
public final class Configuration {

    private Configuration() {}

    /// What came of it.
    ///
    /// - `file` is the name of the file that was read, empty when there was none
    /// - `warnings` name risks, `notices` keys without effect; each is worth one log line
    public sealed interface Loaded {

        String file();

        List<Finding> warnings();

        List<Finding> notices();

        /// Settings to run with.
        record Usable(Settings settings, String file, List<Finding> warnings, List<Finding> notices)
                implements Loaded {}

        /// Every fault. The fault's message has one line for each.
        record Faulty(
                ConfigException fault,
                List<Finding> faults,
                String file,
                List<Finding> warnings,
                List<Finding> notices)
                implements Loaded {}

        /// The settings.
        ///
        /// @throws ConfigException with every fault
        default Settings orThrow() {
            return switch (this) {
                case Usable usable -> usable.settings();
                case Faulty faulty -> throw faulty.fault();
            };
        }
    }

    public static Loaded load(ConfigurationInputs inputs) {
        Report report = new Report();
        ConfigFile file = new ConfigurationFile(inputs, report).read();
        if (report.hasFaults()) {
            return faulty(file, report);
        }
        TreeLoader loader = new TreeLoader(given(inputs, file), report);
        Mapping tree = loader.load();
        if (!loader.isReadable()) {
            return faulty(file, report);
        }
        Settings bound =
                new SettingsBinder(tree, inputs.files(), inputs.maxHeapBytes(), report).bind();
        Settings settings = prefixed(bound, report);
        new Checks(settings, path -> Origins.of(tree, path), report).check(inputs.nativeImage());
        if (!report.hasFaults()) {
            return new Loaded.Usable(settings, file.name(), report.warnings(), report.notices());
        }
        return faulty(file, report);
    }

    private static Loaded faulty(ConfigFile file, Report report) {
        return new Loaded.Faulty(
                exception(file, report.faults()),
                report.faults(),
                file.name(),
                report.warnings(),
                report.notices());
    }

    /// What is needed to serve the API and to log, whatever else is wrong.
    ///
    /// @param isApiKnown whether what was said of the API could be understood
    public record Surroundings(ApiSettings api, LoggingSettings logging, boolean isApiKnown) {}

    /// The settings of API and log, with the default for every one that is faulty.
    public static Surroundings surroundings(ConfigurationInputs inputs) {
        Report unheard = new Report();
        ConfigFile file = new ConfigurationFile(inputs, unheard).read();
        Mapping tree = new TreeLoader(given(inputs, file), unheard).load();
        SettingsBinder binder =
                new SettingsBinder(tree, inputs.files(), inputs.maxHeapBytes(), unheard);
        ApiSettings api = binder.api();
        boolean isApiKnown =
                unheard.faults().stream()
                        .noneMatch(fault -> fault.key().isEmpty() || fault.key().startsWith("api"));
        return new Surroundings(api, binder.logging(), isApiKnown);
    }

    /// The paths of everything that is said, by canonical name and whatever its worth: each key and
    /// each group around it, as `meilisearch` and `meilisearch.url`. Lists count as one key.
    public static Set<String> givenKeys(ConfigurationInputs inputs) {
        Report unheard = new Report();
        ConfigFile file = new ConfigurationFile(inputs, unheard).read();
        Set<String> paths = new TreeSet<>();
        collect(new TreeLoader(given(inputs, file), unheard).load(), "", paths);
        return paths;
    }

    private static void collect(Mapping group, String prefix, Set<String> paths) {
        group.entries()
                .forEach((name, node) -> {
                    paths.add(prefix + name);
                    if (node instanceof Mapping inner) {
                        collect(inner, prefix + name + ".", paths);
                    }
                });
    }

    private static Given given(ConfigurationInputs inputs, ConfigFile file) {
        return new Given(
                file,
                inputs.environment(),
                inputs.lowProperties(),
                inputs.highProperties(),
                inputs.files(),
                inputs.runTimeTasks());
    }

    private static Settings prefixed(Settings settings, Report report) {
        try {
            return settings.withTasks(TaskChecks.withPrefixes(settings.tasks()));
        } catch (IllegalArgumentException e) {
            report.fault(
                    "sync_tasks",
                    Origin.DEFAULT,
                    "expected ids that can have a prefix where tasks share an index: "
                            + e.getMessage());
            return settings;
        }
    }

    private static ConfigException exception(ConfigFile file, List<Finding> faults) {
        String name = file.name().isEmpty() ? "configuration (no file found)" : file.name();
        String head =
                faults.size() == 1
                        ? "Cannot use " + name + ": 1 fault."
                        : "Cannot use " + name + ": " + faults.size() + " faults.";
        return new ConfigException(
                ErrorCode.CONFIG_INVALID,
                faults.stream()
                        .map(fault -> "\n  " + fault)
                        .collect(Collectors.joining("", head, "")),
                "\nMend them all and start again, or try first with the command validate.");
    }
}
