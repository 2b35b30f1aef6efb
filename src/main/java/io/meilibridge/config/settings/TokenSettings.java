package io.meilibridge.config.settings;

/// One bearer token.
public record TokenSettings(String name, Secret token, Role role) {}
