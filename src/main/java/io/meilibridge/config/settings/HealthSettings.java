package io.meilibridge.config.settings;

/// What the health checks say.
public record HealthSettings(boolean readyDuringSnapshot) {}
