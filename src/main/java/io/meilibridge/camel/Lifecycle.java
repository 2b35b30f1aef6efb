package io.meilibridge.camel;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.ConfigProvider;

/// Starts the pipeline with the application and ends it before anything it needs ends.
@ApplicationScoped
public class Lifecycle {

    private static final System.Logger LOG = System.getLogger(Lifecycle.class.getName());

    private final Pipeline pipeline;

    public Lifecycle(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /// After Camel has started, whose observer has the default priority.
    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        Configuration.Loaded loaded =
                Configuration.load(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        loaded.warnings()
                .forEach(finding -> LOG.log(System.Logger.Level.WARNING, finding.toString()));
        loaded.notices().forEach(finding -> LOG.log(System.Logger.Level.INFO, finding.toString()));
        switch (loaded) {
            case Configuration.Loaded.Usable usable -> {
                LOG.log(System.Logger.Level.INFO, "configuration: {0}", usable.file());
                pipeline.start(usable.settings());
            }
            case Configuration.Loaded.Faulty faulty -> pipeline.refuse(faulty.fault());
        }
    }

    void onStop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        pipeline.stop();
    }
}
