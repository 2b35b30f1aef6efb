package io.meilibridge.config.command;

import io.meilibridge.config.report.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a command line asks for. Options stand before or after the command, as `-c FILE`, `--config
/// FILE` or `--config=FILE`; what a command does not know is handed on to it.
///
/// @param file the configuration file asked for
/// @param logLevel in lower case
public record CommandLine(
        Command command, @Nullable Path file, @Nullable String logLevel, List<String> rest) {

    private static final List<String> LEVELS =
            List.of("off", "error", "warn", "info", "debug", "trace");

    public CommandLine {
        rest = List.copyOf(rest);
    }

    /// Whether a switch of the command was given, as `--json`.
    public boolean has(String option) {
        return rest.contains(option);
    }

    /// What can be asked for, with the switches that it knows; without a word it is `run`.
    public enum Command {
        RUN,
        VALIDATE,
        CHECK,
        HEALTH,
        CLEANUP,
        GENERATE_SAMPLE,
        VERSION,
        HELP;

        private List<String> switches() {
            return switch (this) {
                case VALIDATE, CHECK -> List.of("--json");
                case HEALTH -> List.of("--live", "--ready", "--started");
                case CLEANUP -> List.of("--dry-run", "--yes");
                case RUN, GENERATE_SAMPLE, VERSION, HELP -> List.of();
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// A command line that asks for nothing we know.
    public static final class UsageException extends Exception {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /// @throws UsageException saying what is wrong with it
    public static CommandLine parse(List<String> arguments) throws UsageException {
        Command command = null;
        Path file = null;
        String level = null;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            switch (name) {
                case "-c", "--config", "-l", "--log-level" -> {
                    String value;
                    if (equals >= 0) {
                        value = argument.substring(equals + 1);
                    } else if (++i < arguments.size()) {
                        value = arguments.get(i);
                    } else {
                        throw new UsageException(
                                "expected a value after " + name + ", got nothing");
                    }
                    if (name.equals("-c") || name.equals("--config")) {
                        file = file(value);
                    } else {
                        level = level(value);
                    }
                }
                case "-h", "--help" -> command = Command.HELP;
                case "--version" -> command = Command.VERSION;
                default -> {
                    if (command == null && !argument.startsWith("-")) {
                        command = command(argument);
                    } else {
                        rest.add(argument);
                    }
                }
            }
        }
        Command asked = command == null ? Command.RUN : command;
        for (String more : rest) {
            if (asked != Command.RUN && !asked.switches().contains(more)) {
                String known = String.join(", ", asked.switches());
                throw new UsageException(
                        "expected "
                                + (known.isEmpty() ? "no more" : "only " + known)
                                + " after "
                                + asked.word()
                                + ", got '"
                                + more
                                + "'");
            }
        }
        return new CommandLine(asked, file, level, rest);
    }

    private static Command command(String word) throws UsageException {
        List<String> known = new ArrayList<>();
        for (Command command : Command.values()) {
            if (command.word().equals(word)) {
                return command;
            }
            known.add(command.word());
        }
        throw new UsageException(
                "expected one of the commands "
                        + String.join(", ", known)
                        + ", got '"
                        + word
                        + "'"
                        + Nearest.to(word, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }

    private static Path file(String text) throws UsageException {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // Said below.
        }
        throw new UsageException("expected a file after --config, got '" + text + "'");
    }

    private static String level(String text) throws UsageException {
        String level = text.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new UsageException(
                    "expected one of "
                            + String.join(", ", LEVELS)
                            + " after --log-level, got '"
                            + text
                            + "'");
        }
        return level;
    }
}
