package io.meilibridge.telemetry.health;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.FullSyncJob;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Whether all that is configured is at work. Down, with the reason, while the configuration is at
/// fault, a source has no stream, a fault has stopped a task, or an index still lacks rows that
/// were there at its task's first start. What is held by a person, by load or by another instance,
/// and what is made anew, is up, and the state is shown.
@Readiness
@ApplicationScoped
public class PipelineReadiness implements HealthCheck {

    private final PipelineView pipeline;

    @Inject
    PipelineReadiness(PipelineView pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("pipeline");
        Optional<Bridge> bridge = pipeline.bridge();
        if (bridge.isEmpty()) {
            String reason = pipeline.fault().map(PipelineException::report).orElse("starting");
            return answer.down().withData("reason", reason).build();
        }
        boolean ready = true;
        for (SourceRun source : bridge.get().sources()) {
            SourceState state = source.state();
            answer.withData("source." + source.plan().name(), shown(state));
            ready &= isReady(state);
            for (FullSyncJob job : lastOfEachTask(source)) {
                if (job.state() != FullSyncJob.State.DONE) {
                    answer.withData("full_sync." + job.task(), shown(job));
                }
                boolean waits = job.isOpen() && job.isFirst();
                ready &= pipeline.isReadyDuringFirstSync() || !waits;
            }
        }
        for (SyncTask task : bridge.get().tasks()) {
            TaskState state = task.state();
            answer.withData("task." + task.id(), shown(state));
            ready &= isReady(state);
        }
        return answer.status(ready).build();
    }

    private static Collection<FullSyncJob> lastOfEachTask(SourceRun source) {
        Map<String, FullSyncJob> last = new LinkedHashMap<>();
        source.fullSyncs().jobs().forEach(job -> last.put(job.task(), job));
        return last.values();
    }

    private static String shown(FullSyncJob job) {
        long percent = Math.round(job.progress().part() * 100);
        return job.state().word() + ", " + percent + " % of the table";
    }

    private static boolean isReady(SourceState state) {
        return switch (state) {
            case SourceState.Streaming _,
                    SourceState.BackPressured _,
                    SourceState.Paused _,
                    SourceState.StandingBy _ ->
                    true;
            case SourceState.Connecting _,
                    SourceState.Retrying _,
                    SourceState.Stopped _,
                    SourceState.Closed _ ->
                    false;
        };
    }

    private static String shown(SourceState state) {
        return switch (state) {
            case SourceState.Retrying retrying -> state.word() + ": " + retrying.fault().report();
            case SourceState.StandingBy standingBy ->
                    state.word() + ": " + standingBy.fault().report();
            case SourceState.Stopped stopped -> state.word() + ": " + stopped.fault().report();
            case SourceState.Connecting _,
                    SourceState.Streaming _,
                    SourceState.BackPressured _,
                    SourceState.Paused _,
                    SourceState.Closed _ ->
                    state.word();
        };
    }

    private static boolean isReady(TaskState state) {
        return switch (state) {
            case TaskState.Stopped _ -> false;
            case TaskState.Starting _,
                    TaskState.Snapshotting _,
                    TaskState.Streaming _,
                    TaskState.BackPressured _,
                    TaskState.Retrying _,
                    TaskState.Paused _ ->
                    true;
        };
    }

    private static String shown(TaskState state) {
        return switch (state) {
            case TaskState.Retrying retrying -> state.word() + ": " + retrying.fault().report();
            case TaskState.Stopped stopped -> state.word() + ": " + stopped.fault().report();
            case TaskState.Starting _,
                    TaskState.Snapshotting _,
                    TaskState.Streaming _,
                    TaskState.BackPressured _,
                    TaskState.Paused _ ->
                    state.word();
        };
    }
}
