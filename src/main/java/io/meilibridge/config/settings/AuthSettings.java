package io.meilibridge.config.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may call the API.
public record AuthSettings(
        boolean enabled,
        List<TokenSettings> tokens,
        @Nullable Secret jwtSecret,
        boolean protectMetrics) {
    public AuthSettings {
        tokens = List.copyOf(tokens);
    }
}
