package io.meilibridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.load.DiskFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

    @Test
    void the_sample_is_accepted_as_it_stands(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, Sample.text(), UTF_8);

        Loaded loaded =
                Configuration.load(
                        new ConfigurationInputs(
                                file,
                                Map.of("POSTGRES_PASSWORD", "any", "MEILI_MASTER_KEY", "any"),
                                Map.of(),
                                Map.of(),
                                new DiskFiles(folder),
                                256 << 20,
                                false));

        assertThat(loaded).isInstanceOf(Loaded.Usable.class);
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.notices()).isEmpty();
    }
}
