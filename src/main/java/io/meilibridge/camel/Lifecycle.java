package io.meilibridge.camel;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.ConfigurationInputs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.file.Path;

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
        String file = System.getProperty(ConfigurationInputs.FILE_PROPERTY);
        Configuration.Loaded loaded =
                Configuration.load(
                        ConfigurationInputs.ofProcess(file == null ? null : Path.of(file)));
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
