package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import sun.misc.Signal;

/// Reads the configuration again on SIGHUP, as services do. Says in the log what came of it.
@ApplicationScoped
class ReloadSignal {

    private static final System.Logger LOG = System.getLogger(ReloadSignal.class.getName());

    private static final String NAME = "HUP";

    private final Reloading reloading;

    @Inject
    ReloadSignal(Reloading reloading) {
        this.reloading = reloading;
    }

    void listen(@Observes StartupEvent event) {
        try {
            Signal.handle(new Signal(NAME), _ -> reload());
        } catch (IllegalArgumentException unknown) {
            LOG.log(System.Logger.Level.DEBUG, "there is no signal SIGHUP here", unknown);
        }
    }

    private void reload() {
        try {
            reloading.reload();
        } catch (ApiException refused) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The configuration was not read again: {0} {1}",
                    refused.problem().detail(),
                    refused.problem().hint());
        } catch (PipelineException fault) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The configuration was not read again: {0}",
                    fault.report());
        }
    }
}
