package io.meilibridge.config.settings;

/// How request bodies are sent.
public enum Compression {
    NONE,
    GZIP
}
