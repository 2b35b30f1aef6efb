package io.meilibridge.api;

import io.meilibridge.api.access.AccessGate;
import io.meilibridge.camel.RunningSettings;
import io.meilibridge.config.Configuration;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.SettingsChange;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.meilibridge.config.report.Finding;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.telemetry.log.LogLevels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads the configuration again, from where it was read at the start. A faulty one changes
/// nothing.
@ApplicationScoped
class Reloading {

    private static final System.Logger LOG = System.getLogger(Reloading.class.getName());

    private final RunningSettings pipeline;
    private final AccessGate gate;
    private final LogLevels levels = new LogLevels();

    @Inject
    Reloading(RunningSettings pipeline, AccessGate gate) {
        this.pipeline = pipeline;
        this.gate = gate;
    }

    /// @throws ApiException when the configuration is faulty, or nothing runs that it could change
    synchronized ReloadView reload() {
        Settings before = pipeline.settings().orElseThrow(() -> ApiException.nothingToReload());
        Loaded loaded = Configuration.load(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        return switch (loaded) {
            case Loaded.Faulty faulty -> throw ApiException.faultyConfiguration(faulty.fault());
            case Loaded.Usable usable -> take(before, usable);
        };
    }

    private ReloadView take(Settings before, Loaded.Usable usable) {
        Settings after = usable.settings();
        SettingsChange change = SettingsChange.between(before, after);
        if (!change.live().isEmpty()) {
            gate.use(after.api());
            if (!before.logging().equals(after.logging())) {
                levels.change(before.logging(), after.logging());
            }
            pipeline.adopt(after);
        }
        List<String> warnings = usable.warnings().stream().map(Finding::toString).toList();
        LOG.log(
                System.Logger.Level.INFO,
                "configuration {0} read again; changed: {1}; at the next start: {2}",
                usable.file(),
                change.live(),
                change.atRestart());
        return new ReloadView(change.live(), change.atRestart(), warnings);
    }
}
