package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.report.Finding;
import io.meilibridge.config.settings.Settings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads configurations from texts.
final class Loading {

    static final String MINIMAL =
            """
            source: { postgresql: { host: localhost, database: shop, user: meilibridge, password: "${POSTGRES_PASSWORD}" } }
            meilisearch: { url: http://localhost:7700, api_key: "${MEILI_MASTER_KEY}" }
            sync_tasks: [ { id: products, table: public.products, index: products } ]
            """;

    private static final long GIGABYTE = 1L << 30;

    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> environment =
            new HashMap<>(Map.of("POSTGRES_PASSWORD", "pg secret", "MEILI_MASTER_KEY", "key"));
    private final Map<String, String> low = new HashMap<>();
    private final Map<String, String> high = new HashMap<>();
    private @Nullable Path asked;
    private long heapBytes = 8 * GIGABYTE;
    private boolean nativeImage;

    static Loading of(String yaml) {
        return new Loading().file("config.yaml", yaml);
    }

    /// The minimal configuration with more keys below it.
    static Loading minimalWith(String yaml) {
        return of(MINIMAL + yaml);
    }

    static Loading nothing() {
        return new Loading();
    }

    Loading file(String name, String text) {
        files.put(name, text);
        return this;
    }

    Loading environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Loading without(String variable) {
        environment.remove(variable);
        return this;
    }

    Loading property(String name, String value) {
        high.put(name, value);
        return this;
    }

    Loading lowProperty(String name, String value) {
        low.put(name, value);
        return this;
    }

    Loading asking(String file) {
        asked = Path.of(file);
        return this;
    }

    Loading heapBytes(long bytes) {
        heapBytes = bytes;
        return this;
    }

    Loading nativeImage() {
        nativeImage = true;
        return this;
    }

    ConfigurationInputs inputs() {
        return new ConfigurationInputs(
                asked, environment, low, high, new TextFiles(files), heapBytes, nativeImage);
    }

    Loaded load() {
        return Configuration.load(inputs());
    }

    Settings settings() {
        return load().orThrow();
    }

    List<String> faults() {
        return switch (load()) {
            case Loaded.Usable _ -> List.of();
            case Loaded.Faulty faulty -> faulty.faults().stream().map(Finding::toString).toList();
        };
    }

    /// Asserts that there is exactly this one fault.
    void hasFault(String fault) {
        assertThat(faults()).containsExactly(fault);
    }

    List<String> warnings() {
        return load().warnings().stream().map(Finding::toString).toList();
    }

    List<String> notices() {
        return load().notices().stream().map(Finding::toString).toList();
    }

    private record TextFiles(Map<String, String> texts) implements FileAccess {

        @Override
        public boolean isFile(Path path) {
            return texts.containsKey(path.toString());
        }

        @Override
        public String read(Path path) throws IOException {
            String text = texts.get(path.toString());
            if (text == null) {
                throw new NoSuchFileException(path.toString());
            }
            return text;
        }
    }
}
