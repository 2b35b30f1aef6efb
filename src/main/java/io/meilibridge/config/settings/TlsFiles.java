package io.meilibridge.config.settings;

import java.nio.file.Path;

/// Certificate and key of a server, in PEM form.
public record TlsFiles(Path certificate, Path key) {}
