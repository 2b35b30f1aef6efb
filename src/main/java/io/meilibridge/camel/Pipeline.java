package io.meilibridge.camel;

import io.meilibridge.config.settings.Settings;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/// The pipeline of this process: built from the configuration when the application starts, drained
/// when it stops. Where configuration or routes are at fault it does not run, and says why, while
/// the API stays up.
@ApplicationScoped
public class Pipeline implements PipelineView, RunningSettings {

    private final CamelContext camel;
    private final Vertx vertx;
    private final Listeners listeners;
    private final Instance<ReliefStores> reliefStores;

    private volatile @Nullable RunningPipeline running;
    private volatile boolean readyDuringFirstSync;
    private volatile @Nullable Settings settings;
    private volatile @Nullable PipelineException fault;

    /// @param reliefStores none where the build has no WAL relief
    public Pipeline(
            CamelContext camel,
            Vertx vertx,
            Listeners listeners,
            @Any Instance<ReliefStores> reliefStores) {
        this.camel = camel;
        this.vertx = vertx;
        this.listeners = listeners;
        this.reliefStores = reliefStores;
    }

    @Override
    public Optional<Bridge> bridge() {
        RunningPipeline present = running;
        return present == null ? Optional.empty() : Optional.of(present.bridge());
    }

    @Override
    public boolean isReadyDuringFirstSync() {
        return readyDuringFirstSync;
    }

    @Override
    public Optional<PipelineException> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public Optional<Settings> settings() {
        return Optional.ofNullable(settings);
    }

    @Override
    public synchronized void adopt(Settings next) {
        Settings present = settings;
        if (present == null) {
            return;
        }
        if (!present.debug().cdc().equals(next.debug().cdc())) {
            listeners.configured(next);
        }
        readyDuringFirstSync = next.health().readyDuringSnapshot();
        settings = present.withSurroundings(next);
    }

    /// Builds and starts everything. A fault is kept for [#fault()] and not thrown.
    public synchronized void start(Settings settings) {
        listeners.configured(settings);
        readyDuringFirstSync = settings.health().readyDuringSnapshot();
        RunningPipeline building =
                new RunningPipeline(
                        settings,
                        camel,
                        vertx.getDelegate(),
                        listeners,
                        reliefStores.stream().findFirst());
        try {
            building.start();
            running = building;
            this.settings = settings;
        } catch (PipelineException atFault) {
            building.close();
            refuse(atFault);
        } catch (RuntimeException bug) {
            building.close();
            refuse(
                    new ConfigException(
                            ErrorCode.CONFIG_INVALID,
                            "The pipeline cannot start.",
                            "See the cause in the log.",
                            bug));
        }
    }

    /// The pipeline is not to run, for this reason.
    public void refuse(PipelineException atFault) {
        fault = atFault;
        listeners.faulty(atFault);
    }

    /// Stops reading, sends what has gathered, waits for what is on its way as long as it may,
    /// stores the checkpoints and confirms them.
    public synchronized void stop() {
        RunningPipeline present = running;
        if (present != null) {
            present.drain();
            present.close();
            listeners.ended();
        }
    }
}
