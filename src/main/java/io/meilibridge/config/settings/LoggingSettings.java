package io.meilibridge.config.settings;

import java.util.Map;

/// What is logged and how.
///
/// @param categories levels of single loggers, by the start of their name
public record LoggingSettings(LogLevel level, LogFormat format, Map<String, LogLevel> categories) {
    public LoggingSettings {
        categories = Map.copyOf(categories);
    }
}
