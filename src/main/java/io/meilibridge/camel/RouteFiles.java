package io.meilibridge.camel;

import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

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
                            locations.add("file:" + file.toAbsolutePath());
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

    /// Adds every route and template to the context.
    ///
    /// @throws ConfigException when one is at fault, with the file and what Camel says of the place
    void load(CamelContext context) {
        for (String location : locations()) {
            Resource resource = ResourceHelper.resolveResource(context, location);
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            } catch (Exception fault) {
                throw fault(location, fault);
            }
        }
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
