package io.meilibridge.config.settings;

import java.util.Objects;

/// A value that no log line, answer or error text may show: it prints as `***`.
public record Secret(String value) {

    public Secret {
        Objects.requireNonNull(value, "value is null");
    }

    @Override
    public String toString() {
        return "***";
    }
}
