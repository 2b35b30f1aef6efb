package io.meilibridge.camel;

import io.meilibridge.config.settings.Settings;
import java.util.Optional;

/// What the pipeline runs with.
public interface RunningSettings {

    /// What it was started with, and what it has adopted since; empty when nothing runs.
    Optional<Settings> settings();

    /// Takes over what can change while it runs, and nothing else.
    void adopt(Settings settings);
}
