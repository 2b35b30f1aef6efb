package io.meilibridge.config.quarkus;

import io.meilibridge.config.ConfigurationInputs;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/// The `meilibridge.…` properties of any Quarkus configuration source. Those above the environment
/// win over the configuration file, those below give way to it; the environment itself is read from
/// the process, since its names have to be matched by the table of keys.
public final class QuarkusProperties {

    static final String PREFIX = "meilibridge.";

    private static final int ENVIRONMENT_ORDINAL = 300;

    private QuarkusProperties() {}

    /// The inputs of this process and of Quarkus's configuration, with properties that were set
    /// after Quarkus collected their names.
    public static ConfigurationInputs inputs(Config config) {
        Map<String, String> lower = new HashMap<>();
        Map<String, String> higher = new HashMap<>();
        for (String name : config.unwrap(SmallRyeConfig.class).getLatestPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                if (config.getConfigValue(name) instanceof ConfigValue value) {
                    sort(name, value, lower, higher);
                }
            }
        }
        return ConfigurationInputs.ofProcess(null).withProperties(lower, higher);
    }

    /// Values are taken as written: variables in them are ours to expand.
    static void sort(
            String name,
            @Nullable ConfigValue value,
            Map<String, String> lower,
            Map<String, String> higher) {
        Optional<String> text = Optional.ofNullable(value).map(ConfigValue::getRawValue);
        if (value == null || text.isEmpty()) {
            return;
        }
        int ordinal = value.getConfigSourceOrdinal();
        if (ordinal > ENVIRONMENT_ORDINAL) {
            higher.put(name, text.get());
        } else if (ordinal < ENVIRONMENT_ORDINAL) {
            lower.put(name, text.get());
        }
    }
}
