package io.meilibridge.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.command.Validate;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.replication.PreflightReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command `check`: what `validate` looks at, and then the real servers, by trying. Prints each
/// finding with what mends it. Changes nothing that lasts.
public final class Check {

    private static final String NOWHERE = "configuration";

    private final List<Validate.Check> beside;
    private final PrintStream out;
    private final boolean json;

    /// @param beside what else is checked before a start, as the routes
    public Check(List<Validate.Check> beside, PrintStream out, boolean json) {
        this.beside = List.copyOf(beside);
        this.out = out;
        this.json = json;
    }

    /// The exit status: 0 when nothing keeps the service from working, else 1.
    public int run(ConfigurationInputs inputs) {
        Loaded loaded = Configuration.load(inputs);
        List<CheckFinding> findings = new ArrayList<>();
        loaded.warnings()
                .forEach(warning ->
                        findings.add(CheckFinding.warning(NOWHERE, warning.toString(), "")));
        Settings settings =
                switch (loaded) {
                    case Loaded.Usable usable -> usable.settings();
                    case Loaded.Faulty faulty -> {
                        faulty.faults()
                                .forEach(fault ->
                                        findings.add(
                                                CheckFinding.fault(NOWHERE, fault.toString())));
                        yield null;
                    }
                };
        for (Validate.Check check : beside) {
            for (String fault : check.faults(settings)) {
                findings.add(CheckFinding.fault("routes", fault));
            }
        }
        if (settings != null) {
            findings.addAll(servers(settings));
        }
        print(loaded.file(), findings);
        return findings.stream().anyMatch(CheckFinding::isFault) ? 1 : 0;
    }

    private static List<CheckFinding> servers(Settings settings) {
        List<CheckFinding> findings = new ArrayList<>();
        Map<String, PreflightReport> reports = new HashMap<>();
        for (SourceSettings source : settings.sources()) {
            SourceCheck check = new SourceCheck(source, tasksOf(settings, source));
            findings.addAll(check.run());
            reports.put(source.name(), check.report());
        }
        findings.addAll(new DestinationCheck(settings, reports).run());
        findings.addAll(StoreCheck.run(settings));
        return findings;
    }

    /// Those that run.
    static List<SyncTaskSettings> tasksOf(Settings settings, SourceSettings source) {
        return settings.tasks().stream()
                .filter(task ->
                        task.enabled()
                                && task.cdc().enabled()
                                && task.source().equals(source.name()))
                .toList();
    }

    private void print(String file, List<CheckFinding> findings) {
        if (json) {
            out.println(asJson(file, findings));
            return;
        }
        out.println("Configuration: " + (file.isEmpty() ? "no configuration file found" : file));
        for (CheckFinding finding : findings) {
            String code = finding.code().isEmpty() ? "" : finding.code() + ": ";
            out.println(word(finding) + ": " + finding.subject() + ": " + code + finding.text());
            printHint(finding.hint());
        }
        long faults = findings.stream().filter(CheckFinding::isFault).count();
        out.println(faults == 0 ? "No faults." : "Faults: " + faults);
    }

    private void printHint(String hint) {
        if (!hint.isEmpty()) {
            out.println("    " + hint);
        }
    }

    private static String asJson(String file, List<CheckFinding> findings) {
        ObjectNode report = new ObjectMapper().createObjectNode().put("configuration", file);
        report.put("ok", findings.stream().noneMatch(CheckFinding::isFault));
        var list = report.putArray("findings");
        for (CheckFinding finding : findings) {
            list.addObject()
                    .put("level", word(finding))
                    .put("subject", finding.subject())
                    .put("code", emptyAsNull(finding.code()))
                    .put("text", finding.text())
                    .put("hint", emptyAsNull(finding.hint()));
        }
        return report.toPrettyString();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String word(CheckFinding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }
}
