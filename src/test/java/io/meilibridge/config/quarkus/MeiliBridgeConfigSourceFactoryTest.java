package io.meilibridge.config.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeiliBridgeConfigSourceFactoryTest {

    private static final int LOW = 250;
    private static final int HIGH = 400;

    @TempDir Path folder;

    @Test
    void quarkus_hears_of_address_and_logs_before_the_start() throws IOException {
        SmallRyeConfig config =
                config(
                        """
                        api: { port: 8080, host: 0.0.0.0, max_request_size: 2KB }
                        logging: { level: debug, format: json, tracing: { targets: [org.x=warn] } }
                        """,
                        Map.of());

        assertThat(config.getConfigValue("quarkus.http.port").getRawValue()).isEqualTo("8080");
        assertThat(config.getConfigValue("quarkus.http.host").getRawValue()).isEqualTo("0.0.0.0");
        assertThat(config.getConfigValue("quarkus.http.limits.max-body-size").getRawValue())
                .isEqualTo("2048");
        assertThat(config.getConfigValue("quarkus.log.level").getRawValue()).isEqualTo("DEBUG");
        assertThat(config.getConfigValue("quarkus.log.console.json.enabled").getRawValue())
                .isEqualTo("true");
        assertThat(config.getConfigValue("quarkus.log.category.\"org.x\".level").getRawValue())
                .isEqualTo("WARN");
    }

    @Test
    void properties_count_that_are_set_after_the_names_were_asked_for() {
        Map<String, String> late = new HashMap<>();
        SmallRyeConfig config =
                new SmallRyeConfigBuilder().withSources(new MeiliBridgeConfigSource(late)).build();
        assertThat(config.getPropertyNames()).doesNotContain("meilibridge.meilisearch.url");

        late.put("meilibridge.meilisearch.url", "http://localhost:7700");

        assertThat(QuarkusProperties.inputs(config).lowProperties())
                .containsEntry("meilibridge.meilisearch.url", "http://localhost:7700");
    }

    @Test
    void faults_leave_the_rest_and_the_defaults() throws IOException {
        SmallRyeConfig config =
                config("api: { port: no, host: localhost }\nunknown: 1\n", Map.of());

        assertThat(config.getConfigValue("quarkus.http.port").getRawValue()).isEqualTo("7708");
        assertThat(config.getConfigValue("quarkus.http.host").getRawValue()).isEqualTo("localhost");
    }

    @Test
    void a_name_of_quarkus_that_is_stronger_wins() throws IOException {
        SmallRyeConfig config =
                config(
                        "api: { port: 8080 }",
                        Map.of(
                                "quarkus.http.port", "9090",
                                "meilibridge.api.host", "::1"));

        assertThat(config.getConfigValue("quarkus.http.port").getRawValue()).isEqualTo("9090");
        assertThat(config.getConfigValue("quarkus.http.host").getRawValue()).isEqualTo("::1");
        assertThat(QuarkusProperties.inputs(config).highProperties())
                .containsEntry("meilibridge.api.host", "::1");
    }

    private SmallRyeConfig config(String yaml, Map<String, String> strong) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, yaml);
        return new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(Map.of("quarkus.http.port", "1"), "weak", LOW),
                        new PropertiesConfigSource(strong, "strong", HIGH),
                        new PropertiesConfigSource(
                                Map.of("meilibridge.config", file.toString()), "file", HIGH))
                .withSources(new MeiliBridgeConfigSourceFactory())
                .build();
    }
}
