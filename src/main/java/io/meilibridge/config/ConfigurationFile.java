package io.meilibridge.config;

import io.meilibridge.config.load.Given.ConfigFile;
import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the file: what the command line says, else the property `meilibridge.config`, else
/// `MEILIBRIDGE_CONFIG`, else the first that is there of the usual names.
final class ConfigurationFile {

    private static final List<String> USUAL =
            List.of("config.yaml", "config.yml", "meilibridge.yaml", "meilibridge.yml");

    /// A file that Quarkus reads too, so that other keys than ours may stand in it.
    private static final String SHARED = "config/application.yaml";

    private final ConfigurationInputs inputs;
    private final Report report;

    ConfigurationFile(ConfigurationInputs inputs, Report report) {
        this.inputs = inputs;
        this.report = report;
    }

    /// The file, or [ConfigFile#NONE].
    ConfigFile read() {
        Path asked = asked();
        if (asked != null) {
            return read(asked, false);
        }
        for (String name : USUAL) {
            if (inputs.files().isFile(Path.of(name))) {
                return read(Path.of(name), false);
            }
        }
        return inputs.files().isFile(Path.of(SHARED))
                ? read(Path.of(SHARED), true)
                : ConfigFile.NONE;
    }

    private @Nullable Path asked() {
        if (inputs.file() != null) {
            return inputs.file();
        }
        String name = inputs.highProperties().get(ConfigurationInputs.FILE_PROPERTY);
        if (name == null || name.isEmpty()) {
            name = inputs.environment().get("MEILIBRIDGE_CONFIG");
        }
        if (name == null || name.isEmpty()) {
            name = inputs.lowProperties().get(ConfigurationInputs.FILE_PROPERTY);
        }
        try {
            return name == null || name.isEmpty() ? null : Path.of(name);
        } catch (InvalidPathException _) {
            report.fault("", new Origin("MEILIBRIDGE_CONFIG", 0), "expected a path, got none");
            return null;
        }
    }

    private ConfigFile read(Path path, boolean shared) {
        String name = path.toString();
        try {
            return new ConfigFile(name, inputs.files().read(path), shared);
        } catch (CharacterCodingException _) {
            report.fault("", new Origin(name, 0), "expected a file in UTF-8, got other bytes");
        } catch (IOException _) {
            report.fault("", new Origin(name, 0), "expected a file that can be read, got none");
        }
        return new ConfigFile(name, "", shared);
    }
}
