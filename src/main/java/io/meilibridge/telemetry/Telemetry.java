package io.meilibridge.telemetry;

import io.meilibridge.camel.Listeners;
import io.meilibridge.camel.RequestListener;
import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.TaskListener;
import io.meilibridge.telemetry.log.LogOutput;
import io.meilibridge.telemetry.log.PipelineLog;
import io.meilibridge.telemetry.metric.PipelineMeters;
import io.meilibridge.telemetry.status.SlotWatch;
import io.meilibridge.telemetry.status.StatusBoard;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Passes on what the pipeline tells to metrics, log and status board.
@Singleton
public class Telemetry implements Listeners {

    private final StatusBoard board;
    private final PipelineMeters meters;
    private final PipelineLog log;

    @Inject
    Telemetry(MeterRegistry registry) {
        InstantSource clock = InstantSource.system();
        this.board = new StatusBoard(clock, SlotWatch.INTERVAL);
        this.meters = new PipelineMeters(registry, board, clock);
        this.log = new PipelineLog(new LogOutput(), clock);
    }

    @Produces
    @Singleton
    StatusBoard board() {
        return board;
    }

    @Override
    public TaskListener tasks() {
        return new TaskListeners(List.of(board.tallies(), meters.tasks(), log.tasks()));
    }

    @Override
    public SourceListener sources() {
        return new SourceListeners(List.of(meters.sources(), log.sources()));
    }

    @Override
    public RequestListener requests() {
        return meters.requests();
    }

    @Override
    public CircuitListener circuit() {
        return new CircuitListeners(List.of(meters.circuit(), log.circuit()));
    }

    @Override
    public io.meilibridge.meilisearch.TaskListener destinationTasks() {
        return meters.destinationTasks();
    }

    @Override
    public CheckpointListener checkpoints(String source) {
        return new CheckpointListeners(List.of(meters.checkpoints(), log.checkpoints(source)));
    }

    @Override
    public void settleFailed(PipelineException fault) {
        meters.retried(fault);
        log.settleFailed(fault);
    }

    @Override
    public void starting(Bridge bridge) {
        log.starting(bridge);
        meters.watch(bridge);
        board.watch(bridge);
    }

    @Override
    public void faulty(PipelineException fault) {
        board.close();
        meters.faulty(fault);
        log.faulty(fault);
    }

    @Override
    public void ended() {
        board.close();
        log.ended();
    }

    @PreDestroy
    void close() {
        board.close();
    }
}
