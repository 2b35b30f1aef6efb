package io.meilibridge.config.settings;

/// From which level on is logged.
public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
