package io.meilibridge.camel;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.ReadConfiguration;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.eclipse.microprofile.config.ConfigProvider;

/// Starts the pipeline with the application and ends it before anything it needs ends.
@ApplicationScoped
public class Lifecycle {

    private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());

    private final Pipeline pipeline;
    private final CamelRuntime camel;
    private final CamelContext context;

    public Lifecycle(Pipeline pipeline, CamelRuntime camel, CamelContext context) {
        this.pipeline = pipeline;
        this.camel = camel;
        this.context = context;
    }

    /// After what dev mode prepares.
    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        startCamel();
        ReadConfiguration read =
                ReadConfiguration.of(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        Configuration.Loaded loaded = read.loaded();
        loaded.warnings()
                .forEach(finding -> LOG.log(System.Logger.Level.WARNING, finding.toString()));
        loaded.notices().forEach(finding -> LOG.log(System.Logger.Level.INFO, finding.toString()));
        switch (loaded) {
            case Configuration.Loaded.Usable usable -> {
                LOG.log(System.Logger.Level.INFO, "configuration: {0}", usable.file());
                pipeline.start(read);
            }
            case Configuration.Loaded.Faulty faulty -> pipeline.refuse(faulty.fault());
        }
    }

    /// With a main class of our own, Camel waits to be started.
    private void startCamel() {
        if (!context.isStarted()) {
            camel.start(new String[0]);
        }
    }

    void onStop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        pipeline.stop();
    }
}
