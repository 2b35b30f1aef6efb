package io.meilibridge.config.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Name and version of this build.
public final class Version {

    private static final String RESOURCE = "/io/meilibridge/version.properties";

    private Version() {}

    /// As in `MeiliBridge 1.2.3`.
    public static String text() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "MeiliBridge " + properties.getProperty("version", "(unknown version)");
    }
}
