package io.meilibridge.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The command `generate-sample`: a commented configuration to begin with.
public final class Sample {

    private static final String RESOURCE = "/io/meilibridge/command/sample.yaml";

    private Sample() {}

    public static String text() {
        try (InputStream stream = Sample.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("No " + RESOURCE + " in this build.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
