package io.meilibridge.config.settings;

/// What happens to what cannot be delivered.
public record ErrorHandlingSettings(RetrySettings retry, DeadLetterSettings deadLetters) {}
