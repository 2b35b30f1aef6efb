package io.meilibridge.config.settings;

/// How log lines are written.
public enum LogFormat {
    PRETTY,
    JSON
}
