package io.meilibridge.config.settings;

import java.time.Duration;
import java.util.List;

/// Which web pages of other origins may call the API.
public record CorsSettings(
        boolean enabled,
        List<String> origins,
        List<String> methods,
        List<String> headers,
        boolean credentials,
        Duration maxAge) {
    public CorsSettings {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
    }
}
