package io.meilibridge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Configuration files beyond what [Scene#configure] writes.
final class Configurations {

    private Configurations() {}

    /// Replaces a part of what was written.
    static void replace(Scene scene, String part, String by) throws IOException {
        Path file = scene.folder().resolve("config.yaml");
        String text = Files.readString(file);
        if (!text.contains(part)) {
            throw new IllegalArgumentException("No '" + part + "' in:\n" + text);
        }
        Files.writeString(file, text.replace(part, by));
    }

    /// Writes a configuration of several sources on the scene's database, each with a slot and a
    /// publication of its own: the first has the scene's slot.
    static void severalSources(Scene scene, List<Source> sources, String tasks) throws IOException {
        Path file = scene.configure("").folder().resolve("config.yaml");
        String single = Files.readString(file);
        String connection =
                single.substring(single.indexOf("{ host"), single.indexOf("replication:"));
        StringBuilder text = new StringBuilder("sources:\n");
        for (Source source : sources) {
            String slot = source.equals(sources.getFirst()) ? "" : "_" + source.name();
            text.append(
                    """
                      - name: %s
                        postgresql: %s replication: { slot_name: %s, publication: %s%s } }
                    """
                            .formatted(
                                    source.name(),
                                    connection.strip(),
                                    scene.slot() + slot,
                                    scene.database() + "_" + source.name(),
                                    source.options()));
        }
        text.append("meilisearch: { url: \"%s\" }\n".formatted(scene.meilisearch().url()));
        Files.writeString(file, text + tasks);
    }

    /// @param options more of `replication`, each after a comma
    record Source(String name, String options) {

        Source(String name) {
            this(name, "");
        }
    }

    /// How many slots of the scene's database are read.
    static String activeSlots(Scene scene) {
        return scene.value(
                "SELECT count(*) FROM pg_replication_slots WHERE active AND database = '%s'"
                        .formatted(scene.database()));
    }
}
