package io.meilibridge.config.quarkus;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.ConfigurationInputs;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Reads our configuration while Quarkus collects its sources at start, for what Quarkus itself has
/// to know: address, certificates and logs. Faults are not heard here; loading the configuration
/// for the service reports them.
public final class MeiliBridgeConfigSourceFactory implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> lower = new HashMap<>();
        Map<String, String> higher = new HashMap<>();
        Iterator<String> names = context.iterateNames();
        while (names.hasNext()) {
            String name = names.next();
            if (name.startsWith(QuarkusProperties.PREFIX)) {
                ConfigValue value = context.getValue(name);
                QuarkusProperties.sort(name, value, lower, higher);
            }
        }
        ConfigurationInputs inputs =
                ConfigurationInputs.ofProcess(null).withProperties(lower, higher);
        return List.of(
                new MeiliBridgeConfigSource(QuarkusNames.of(Configuration.surroundings(inputs))));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(MeiliBridgeConfigSource.ORDINAL);
    }
}
