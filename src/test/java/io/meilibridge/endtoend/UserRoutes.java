package io.meilibridge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folder `routes` of a scene, as a user has it: copies of the application's, and more.
final class UserRoutes {

    private static final Path OWN = Path.of("routes");

    private final Path folder;

    /// Copies the application's files, those of `examples` beside them.
    UserRoutes(Scene scene) throws IOException {
        folder = scene.folder().resolve("routes");
        try (Stream<Path> files = Files.walk(OWN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, folder.resolve(OWN.relativize(file)));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, Files.readAllBytes(from));
    }

    /// Takes an example into use, with its service at this address.
    UserRoutes example(String name, String as, String address) throws IOException {
        String text = Files.readString(folder.resolve("examples").resolve(name));
        Files.writeString(folder.resolve(as), text.replace("http://localhost:9000", address));
        return this;
    }

    /// Adds a template: that of the tasks with steps of YAML lines in front of one of its own.
    UserRoutes template(String id, String before, List<String> steps) throws IOException {
        String own = "          - process:\n              ref: " + before + "\n";
        if (before.equals("aggregate")) {
            own = "          - aggregate:\n";
        }
        String text = Files.readString(OWN.resolve("sync-task.yaml"));
        if (!text.contains(own)) {
            throw new IllegalArgumentException("No step '" + before + "'.");
        }
        String added = String.join("\n", steps).indent(10);
        Files.writeString(
                folder.resolve(id + ".yaml"),
                text.replace("    id: sync-task\n", "    id: " + id + "\n")
                        .replace(own, added + own));
        return this;
    }
}
