package io.meilibridge.telemetry.metric;

import io.meilibridge.camel.RequestListener;
import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskDefinition;
import io.meilibridge.task.TaskListener;
import io.meilibridge.telemetry.status.SlotReading;
import io.meilibridge.telemetry.status.StatusBoard;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All meters of the pipeline in one registry. Its listeners are asked for before the pipeline
/// exists; [#watch] tells them what there is.
public final class PipelineMeters {

    /// The label of a task that is not known, which none is while the pipeline runs.
    private static final String UNKNOWN = "unknown";

    private final StatusBoard board;
    private final WatchedGauges gauges;
    private final FaultMeters faults;
    private final TaskMeters tasks;
    private final SourceMeters sources;
    private final RequestMeters requests;
    private final DestinationMeters destinationTasks;
    private final CircuitMeters circuit;
    private volatile Map<String, TaskDefinition> definitions = Map.of();

    public PipelineMeters(MeterRegistry registry, StatusBoard board, InstantSource clock) {
        this.board = board;
        this.gauges = new WatchedGauges(registry);
        this.faults = new FaultMeters(registry);
        this.tasks =
                new TaskMeters(
                        registry,
                        faults,
                        clock,
                        new TaskMeters.TaskFacts(this::table, this::clockOffset));
        this.sources = new SourceMeters(registry, faults);
        this.requests = new RequestMeters(registry, this::index);
        this.destinationTasks = new DestinationMeters(registry);
        this.circuit = new CircuitMeters(registry, faults);
    }

    /// Registers what there is of each source and task, in the place of what was watched before.
    public void watch(Bridge bridge) {
        faults.register();
        definitions =
                bridge.tasks().stream()
                        .collect(Collectors.toUnmodifiableMap(SyncTask::id, SyncTask::definition));
        for (TaskDefinition definition : definitions.values()) {
            tasks.register(definition.id(), definition.rules().table());
        }
        gauges.remove();
        new BridgeGauges(gauges, board).register(bridge);
        new SlotGauges(gauges, board).register(bridge);
    }

    private Optional<TaskDefinition> definition(String task) {
        return Optional.ofNullable(definitions.get(task));
    }

    private String table(String task) {
        return definition(task).map(known -> known.rules().table().toString()).orElse(UNKNOWN);
    }

    private String index(String task) {
        return definition(task).map(known -> known.index().toString()).orElse(UNKNOWN);
    }

    private Duration clockOffset(String task) {
        return definition(task)
                .flatMap(known -> board.reading(known.source()))
                .map(SlotReading::clockOffset)
                .orElse(Duration.ZERO);
    }

    public TaskListener tasks() {
        return tasks;
    }

    public SourceListener sources() {
        return sources;
    }

    public RequestListener requests() {
        return requests;
    }

    public io.meilibridge.meilisearch.TaskListener destinationTasks() {
        return destinationTasks;
    }

    public CircuitListener circuit() {
        return circuit;
    }

    public CheckpointListener checkpoints() {
        return new CheckpointMeters(faults);
    }

    private record CheckpointMeters(FaultMeters faults) implements CheckpointListener {

        @Override
        public void confirmedMoved(Lsn confirmed) {}

        @Override
        public void storeFailed(CheckpointException fault) {
            faults.error(fault);
        }

        @Override
        public void storeRecovered() {}
    }

    /// A request that nobody waits for failed and is made again.
    public void retried(PipelineException fault) {
        faults.retry(fault);
    }

    /// The pipeline could not be built.
    public void faulty(PipelineException fault) {
        faults.error(fault);
    }
}
