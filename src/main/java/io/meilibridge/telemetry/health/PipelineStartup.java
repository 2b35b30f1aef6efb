package io.meilibridge.telemetry.health;

import io.meilibridge.camel.PipelineView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/// Up once the pipeline was built, or could not be: then readiness says why, and a restart would
/// mend nothing.
@Startup
@ApplicationScoped
public class PipelineStartup implements HealthCheck {

    private final PipelineView pipeline;

    @Inject
    PipelineStartup(PipelineView pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public HealthCheckResponse call() {
        boolean tried = pipeline.bridge().isPresent() || pipeline.fault().isPresent();
        return HealthCheckResponse.named("pipeline").status(tried).build();
    }
}
