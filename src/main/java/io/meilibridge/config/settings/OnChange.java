package io.meilibridge.config.settings;

/// What follows when a task or its table changed shape.
public enum OnChange {
    RESYNC,
    WARN,
    STOP
}
