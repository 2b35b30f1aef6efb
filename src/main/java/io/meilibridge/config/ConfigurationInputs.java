package io.meilibridge.config;

import io.meilibridge.config.load.DiskFiles;
import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.load.RememberedFiles;
import io.meilibridge.config.load.RunTimeTasks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Everything that a configuration depends on.
///
/// @param file the file asked for on the command line; null to look for one
/// @param environment all environment variables
/// @param lowProperties `meilibridge.…` properties that give way to the file, as those of
///   `application.properties`
/// @param highProperties `meilibridge.…` properties that win over file and environment, as system
///   properties
/// @param maxHeapBytes memory of this machine's JVM that bounds are a share of
/// @param nativeImage whether this runs without a JVM
/// @param runTimeTasks what was said of tasks while the service ran
public record ConfigurationInputs(
        @Nullable Path file,
        Map<String, String> environment,
        Map<String, String> lowProperties,
        Map<String, String> highProperties,
        FileAccess files,
        long maxHeapBytes,
        boolean nativeImage,
        RunTimeTasks runTimeTasks) {

    /// Says which file, for starts that have no command line.
    public static final String FILE_PROPERTY = "meilibridge.config";

    public ConfigurationInputs {
        environment = Map.copyOf(environment);
        lowProperties = Map.copyOf(lowProperties);
        highProperties = Map.copyOf(highProperties);
    }

    /// Without anything that was said of tasks.
    public ConfigurationInputs(
            @Nullable Path file,
            Map<String, String> environment,
            Map<String, String> lowProperties,
            Map<String, String> highProperties,
            FileAccess files,
            long maxHeapBytes,
            boolean nativeImage) {
        this(
                file,
                environment,
                lowProperties,
                highProperties,
                files,
                maxHeapBytes,
                nativeImage,
                RunTimeTasks.NONE);
    }

    /// Those of this process.
    public static ConfigurationInputs ofProcess(@Nullable Path file) {
        Map<String, String> properties = new HashMap<>();
        Properties system = System.getProperties();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith("meilibridge.")) {
                properties.put(name, system.getProperty(name));
            }
        }
        return new ConfigurationInputs(
                file,
                System.getenv(),
                Map.of(),
                properties,
                new DiskFiles(Path.of("").toAbsolutePath()),
                Runtime.getRuntime().maxMemory(),
                System.getProperty("org.graalvm.nativeimage.imagecode") != null);
    }

    public ConfigurationInputs withProperties(
            Map<String, String> lower, Map<String, String> higher) {
        return new ConfigurationInputs(
                file, environment, lower, higher, files, maxHeapBytes, nativeImage, runTimeTasks);
    }

    public ConfigurationInputs with(RunTimeTasks tasks) {
        return new ConfigurationInputs(
                file,
                environment,
                lowProperties,
                highProperties,
                files,
                maxHeapBytes,
                nativeImage,
                tasks);
    }

    /// The same, with each file as it is when it is read first.
    public ConfigurationInputs remembering() {
        return new ConfigurationInputs(
                file,
                environment,
                lowProperties,
                highProperties,
                new RememberedFiles(files),
                maxHeapBytes,
                nativeImage,
                runTimeTasks);
    }
}
