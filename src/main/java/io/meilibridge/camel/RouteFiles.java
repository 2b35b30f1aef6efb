package io.meilibridge.camel;

import io.meilibridge.camel.way.RouteFile;
import io.meilibridge.camel.way.WayCheck;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/// The route files: those of a folder named `routes` beside the working folder, or, where that
/// holds none, the copies in the application.
final class RouteFiles {

    /// What the application brings.
    static final List<String> BUILT_IN =
            List.of(
                    "dead-letter.yaml",
                    "ingest.yaml",
                    "meilisearch.yaml",
                    "settle.yaml",
                    "sync-task.yaml");

    private static final String FILE = "file:";

    private final Path folder;

    RouteFiles(Path folder) {
        this.folder = folder;
    }

    /// Where each route file is read from, in the order of their names; each file that the folder
    /// lacks and the application needs comes from the application.
    List<String> locations() {
        List<String> locations = new ArrayList<>();
        List<String> present = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .forEach(file -> {
                            locations.add(FILE + file.toAbsolutePath());
                            present.add(String.valueOf(file.getFileName()));
                        });
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        for (String name : BUILT_IN) {
            if (!present.contains(name)) {
                locations.add("classpath:routes/" + name);
            }
        }
        return locations;
    }

    /// The texts of the folder's files: other ones make other routes.
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String location : locations()) {
            if (location.startsWith(FILE)) {
                try {
                    texts.add(location);
                    texts.add(Files.readString(Path.of(location.substring(FILE.length()))));
                } catch (IOException unreadable) {
                    texts.add("");
                }
            }
        }
        return texts;
    }

    /// Adds every route and template to the context, once the way of the changes through all of
    /// them is found to keep their order and their receipts.
    ///
    /// @param taskTemplates what the sync tasks name
    /// @throws ConfigException when one is at fault, with the file and what Camel says of the
    ///   place, or where a step has no place, with the reason
    void load(CamelContext context, Set<String> taskTemplates) {
        List<RouteFile> files = new ArrayList<>();
        for (String location : locations()) {
            try {
                files.add(RouteFile.read(context, location));
            } catch (Exception fault) {
                throw fault(location, fault);
            }
        }
        List<String> refused = WayCheck.faults(files, taskTemplates);
        if (!refused.isEmpty()) {
            throw new ConfigException(
                    ErrorCode.ROUTE_REFUSED,
                    String.join("\n", refused),
                    "Mend the files, then start again. 'validate' tells the same without a start.");
        }
        for (RouteFile file : files) {
            try {
                file.addTo(context);
            } catch (Exception fault) {
                throw fault(file.location(), fault);
            }
        }
    }

    /// The templates that sync tasks name.
    static Set<String> templates(Settings settings) {
        return settings.tasks().stream()
                .map(SyncTaskSettings::route)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static ConfigException fault(String location, Exception fault) {
        return new ConfigException(
                ErrorCode.ROUTE_INVALID,
                "Cannot load the routes of " + location + ": " + text(fault),
                "Mend the file, then start again.",
                fault);
    }

    /// What Camel says of a fault and its causes, which names route and step.
    static String text(Throwable fault) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = fault; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message != null && text.indexOf(message.strip()) < 0) {
                text.append(text.isEmpty() ? "" : " — because: ").append(message.strip());
            }
        }
        return text.toString();
    }
}
