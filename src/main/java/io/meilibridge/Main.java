package io.meilibridge;

import io.meilibridge.camel.RouteCheck;
import io.meilibridge.command.Check;
import io.meilibridge.command.Cleanup;
import io.meilibridge.command.Health;
import io.meilibridge.command.Sample;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.command.CommandLine;
import io.meilibridge.config.command.CommandLine.UsageException;
import io.meilibridge.config.command.Validate;
import io.meilibridge.config.command.Version;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The entry. Only `run` starts Quarkus and binds a port; every other command answers and ends.
@QuarkusMain
public final class Main {

    private static final String USAGE =
            """
            Usage: meilibridge [command] [options]

            Commands
              run              keep the indexes equal to the tables (the default)
              validate         print every fault of configuration and routes; exit status 0 or 1
              check            the same, then try the real servers, and print what mends each
                               fault; exit status 0 or 1
              health           ask the running instance how it is; exit status 0 or 1
              cleanup          drop the slot and publication that this configuration made
              generate-sample  print a commented configuration
              version          print the version
              help             print this

            Options
              -c, --config FILE       configuration file
              -l, --log-level LEVEL   off, error, warn, info, debug or trace
              --json                  validate, check: print JSON
              --live, --ready, --started
                                      health: ask one of the probes
              --dry-run, --yes        cleanup: show only; do not ask
            """;

    private Main() {}

    public static void main(String... arguments) {
        int status = answer(Arrays.asList(arguments), System.out, System.err);
        if (status >= 0) {
            System.exit(status);
        }
    }

    /// The exit status of a command that is done; -1 when the service was started.
    static int answer(List<String> arguments, PrintStream out, PrintStream err) {
        CommandLine line;
        try {
            line = CommandLine.parse(arguments);
        } catch (UsageException e) {
            err.println("meilibridge: " + e.getMessage());
            err.println("Try 'meilibridge help'.");
            return 2;
        }
        return switch (line.command()) {
            case RUN -> run(line, err);
            case VALIDATE -> {
                handOver(line);
                yield new Validate(checks(), out, line.has("--json")).run(inputs(line));
            }
            case CHECK -> {
                handOver(line);
                yield new Check(checks(), out, line.has("--json")).run(inputs(line));
            }
            case HEALTH -> new Health(probe(line), out).run(inputs(line));
            case CLEANUP -> new Cleanup(mode(line), System.in, out).run(inputs(line));
            case GENERATE_SAMPLE -> {
                out.print(Sample.text());
                yield 0;
            }
            case VERSION -> {
                out.println(Version.text());
                yield 0;
            }
            case HELP -> {
                out.print(USAGE);
                yield 0;
            }
        };
    }

    private static ConfigurationInputs inputs(CommandLine line) {
        return ConfigurationInputs.ofProcess(line.file());
    }

    private static Health.Probe probe(CommandLine line) {
        if (line.has("--live")) {
            return Health.Probe.LIVE;
        }
        if (line.has("--ready")) {
            return Health.Probe.READY;
        }
        return line.has("--started") ? Health.Probe.STARTED : Health.Probe.ALL;
    }

    private static Cleanup.Mode mode(CommandLine line) {
        if (line.has("--dry-run")) {
            return Cleanup.Mode.DRY_RUN;
        }
        return line.has("--yes") ? Cleanup.Mode.YES : Cleanup.Mode.ASK;
    }

    /// What `validate` checks beside the configuration.
    private static List<Validate.Check> checks() {
        return List.of(new RouteCheck(Path.of("routes")));
    }

    private static int run(CommandLine line, PrintStream err) {
        handOver(line);
        OrderlyEnd end = new OrderlyEnd(err);
        end.install();
        Quarkus.run(null, end::exited, line.rest().toArray(String[]::new));
        return -1;
    }

    /// Options reach the service as properties: Quarkus reads them before any of our code runs.
    private static void handOver(CommandLine line) {
        if (line.file() != null) {
            System.setProperty(ConfigurationInputs.FILE_PROPERTY, line.file().toString());
        }
        if (line.logLevel() != null) {
            System.setProperty("meilibridge.logging.level", line.logLevel());
        }
    }
}
