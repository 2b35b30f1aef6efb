package io.meilibridge.config.bind;

import io.meilibridge.config.report.Shown;
import io.meilibridge.config.settings.LogFormat;
import io.meilibridge.config.settings.LogLevel;
import io.meilibridge.config.settings.LoggingSettings;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Binds logging. The module names of existing files are mapped to the loggers that do the same
/// work here; any other name is a logger's own.
final class LoggingBinder {

    private static final String ROOT = "io.meilibridge";

    private static final Map<String, List<String>> MODULES =
            Map.of(
                    "meilibridge", List.of(ROOT),
                    "meilibridge::source::postgres",
                            List.of(
                                    ROOT + ".replication",
                                    ROOT + ".camel",
                                    ROOT + ".pgoutput",
                                    ROOT + ".pgtype",
                                    ROOT + ".snapshot"),
                    "meilibridge::source::postgres::pgoutput",
                            List.of(ROOT + ".pgoutput", ROOT + ".pgtype"),
                    "meilibridge::pipeline",
                            List.of(ROOT + ".step", ROOT + ".batch", ROOT + ".task"),
                    "meilibridge::checkpoint", List.of(ROOT + ".checkpoint"),
                    "tokio_postgres", List.of("org.postgresql"));

    private LoggingBinder() {}

    static LoggingSettings bind(View view) {
        View tracing = view.group("tracing");
        List<String> targets = tracing.list("targets", String.class);
        Map<String, LogLevel> categories = new LinkedHashMap<>();
        // Shorter names first: what is said of a part wins over what is said of the whole.
        targets.stream()
                .sorted(Comparator.comparingInt(target -> nameOf(target).length()))
                .forEach(target -> category(tracing, target, categories));
        return new LoggingSettings(
                view.get("level", LogLevel.class),
                view.get("format", LogFormat.class),
                tracing.get("enabled", Boolean.class) ? categories : Map.of());
    }

    private static String nameOf(String target) {
        int equals = target.indexOf('=');
        return equals < 0 ? target : target.substring(0, equals);
    }

    private static void category(View view, String target, Map<String, LogLevel> categories) {
        String name = nameOf(target).strip();
        LogLevel level =
                target.length() > nameOf(target).length()
                        ? level(target.substring(nameOf(target).length() + 1).strip())
                        : null;
        if (level == null || name.isEmpty()) {
            view.fault(
                    "targets",
                    "expected logger=level with a level of off, error, warn, info, debug, trace,"
                            + " got "
                            + Shown.text(target));
            return;
        }
        List<String> loggers = MODULES.getOrDefault(name, List.of(name.replace("::", ".")));
        loggers.forEach(logger -> categories.put(logger, level));
    }

    private static @Nullable LogLevel level(String text) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return level;
            }
        }
        return null;
    }
}
