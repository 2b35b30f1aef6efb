package io.meilibridge.config.quarkus;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// What our configuration says of Quarkus's own settings. Above `application.properties`, below the
/// environment and system properties, so that a `quarkus.…` name given there still wins.
record MeiliBridgeConfigSource(Map<String, String> properties) implements ConfigSource {

    static final String NAME = "MeiliBridge configuration";
    static final int ORDINAL = 275;

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public Map<String, String> getProperties() {
        return properties;
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return NAME;
    }
}
