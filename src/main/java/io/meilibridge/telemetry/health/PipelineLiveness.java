package io.meilibridge.telemetry.health;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/// Up as long as the process can do its work, also while there is nothing it could do or a person
/// has to mend something, since none of that is mended by a restart. Down when a reader's thread
/// has ended, which it does with the process alone.
@Liveness
@ApplicationScoped
public class PipelineLiveness implements HealthCheck {

    private final PipelineView pipeline;

    @Inject
    PipelineLiveness(PipelineView pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public HealthCheckResponse call() {
        List<SourceRun> sources =
                pipeline.bridge().map(bridge -> bridge.sources()).orElse(List.of());
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("pipeline").up();
        for (SourceRun source : sources) {
            if (source.state() instanceof SourceState.Closed closed) {
                answer.down().withData("source." + source.plan().name(), closed.word());
            }
        }
        return answer.build();
    }
}
