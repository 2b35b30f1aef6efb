package io.meilibridge.config;

import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.Settings;

/// A configuration as it was read at one time, which can be had with tasks that are defined later.
/// Thread-safe.
public final class ReadConfiguration {

    private final ConfigurationInputs inputs;
    private final Loaded loaded;

    private ReadConfiguration(ConfigurationInputs inputs, Loaded loaded) {
        this.inputs = inputs;
        this.loaded = loaded;
    }

    public static ReadConfiguration of(ConfigurationInputs inputs) {
        ConfigurationInputs remembering = inputs.remembering();
        return new ReadConfiguration(remembering, Configuration.load(remembering));
    }

    /// What was read.
    public Loaded loaded() {
        return loaded;
    }

    /// The settings with what was said of tasks since.
    ///
    /// @throws io.meilibridge.fault.ConfigException with every fault of both together
    public Settings with(RunTimeTasks tasks) {
        return tasks.isNone() ? loaded.orThrow() : Configuration.load(inputs.with(tasks)).orThrow();
    }
}
