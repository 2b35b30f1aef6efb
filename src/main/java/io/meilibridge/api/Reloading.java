package io.meilibridge.api;

import io.meilibridge.api.access.AccessGate;
import io.meilibridge.camel.PipelineView;
import io.meilibridge.camel.RunningSettings;
import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.ReadConfiguration;
import io.meilibridge.config.SettingsChange;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.meilibridge.config.report.Finding;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.telemetry.log.LogLevels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads the configuration again, from where it was read at the start. A faulty one changes
/// nothing.
@ApplicationScoped
class Reloading {

    private static final System.Logger LOG = System.getLogger(Reloading.class.getName());

    private final RunningSettings pipeline;
    private final PipelineView view;
    private final AccessGate gate;
    private final LogLevels levels = new LogLevels();

    @Inject
    Reloading(RunningSettings pipeline, PipelineView view, AccessGate gate) {
        this.pipeline = pipeline;
        this.view = view;
        this.gate = gate;
    }

    /// @throws ApiException when the configuration is faulty, or nothing runs that it could change
    synchronized ReloadView reload() {
        Settings before = pipeline.settings().orElseThrow(() -> ApiException.nothingToReload());
        ReadConfiguration read =
                ReadConfiguration.of(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        return switch (read.loaded()) {
            case Loaded.Faulty faulty -> throw ApiException.faultyConfiguration(faulty.fault());
            case Loaded.Usable usable -> take(before, usable, read);
        };
    }

    private ReloadView take(Settings before, Loaded.Usable usable, ReadConfiguration read) {
        Settings after = usable.settings();
        SettingsChange change = SettingsChange.between(before, after);
        List<String> rebuilding = new ArrayList<>(change.rebuilding());
        if (pipeline.hasOtherRoutes()) {
            rebuilding.add("routes");
        }
        boolean rebuilds = !rebuilding.isEmpty() || view.bridge().isEmpty();
        if (rebuilds) {
            try {
                pipeline.renew(read);
            } catch (PipelineException fault) {
                throw ApiException.faultyConfiguration(fault);
            }
        }
        if (!change.live().isEmpty()) {
            gate.use(after.api());
            if (!before.logging().equals(after.logging())) {
                levels.change(before.logging(), after.logging());
            }
            pipeline.adopt(after);
        }
        List<String> changed = new ArrayList<>(change.live());
        changed.addAll(rebuilding);
        List<String> warnings = usable.warnings().stream().map(Finding::toString).toList();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} read again; changed: {1}; at the next start: {2}",
                usable.file().isEmpty() ? "configuration" : usable.file(),
                changed,
                change.atRestart());
        return new ReloadView(changed, rebuilds, change.atRestart(), warnings);
    }
}
