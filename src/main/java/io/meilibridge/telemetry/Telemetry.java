package io.meilibridge.telemetry;

import io.meilibridge.camel.Listeners;
import io.meilibridge.camel.RequestListener;
import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.config.settings.CdcDebugSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.TaskListener;
import io.meilibridge.telemetry.capture.EventCapture;
import io.meilibridge.telemetry.capture.Wanted;
import io.meilibridge.telemetry.log.FlightRecording;
import io.meilibridge.telemetry.log.FrameTrace;
import io.meilibridge.telemetry.log.LogOutput;
import io.meilibridge.telemetry.log.PipelineLog;
import io.meilibridge.telemetry.metric.CaptureMeters;
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
import org.jspecify.annotations.Nullable;

/// Passes on what the pipeline tells to metrics, log and status board.
@Singleton
public class Telemetry implements Listeners {

    private final StatusBoard board;
    private final PipelineMeters meters;
    private final PipelineLog log;
    private final LogOutput output = new LogOutput();
    private final EventCapture capture = new EventCapture();
    private @Nullable FrameTrace trace;
    private @Nullable FlightRecording recording;

    @Inject
    Telemetry(MeterRegistry registry) {
        InstantSource clock = InstantSource.system();
        this.board = new StatusBoard(clock, SlotWatch.INTERVAL);
        this.meters = new PipelineMeters(registry, board, clock);
        this.log = new PipelineLog(output, clock);
        CaptureMeters.register(registry, capture);
    }

    @Produces
    @Singleton
    StatusBoard board() {
        return board;
    }

    @Produces
    @Singleton
    EventCapture capture() {
        return capture;
    }

    /// What is only for finding faults is made here, where it is asked for.
    @Override
    public void configured(Settings settings) {
        CdcDebugSettings cdc = settings.debug().cdc();
        capture.set(
                new EventCapture.Setting(cdc.captureEvents(), Wanted.ALL, cdc.eventBufferSize()));
        trace = FrameTrace.isAskedFor(cdc) ? new FrameTrace(output, cdc) : null;
        if (recording != null) {
            recording.close();
        }
        recording = FlightRecording.start(settings.debug(), settings.checkpoint().path(), output);
    }

    @Override
    public void chunk(WalChunk chunk) {
        FrameTrace present = trace;
        if (present != null) {
            present.accept(chunk);
        }
    }

    @Override
    public TaskListener tasks() {
        return new TaskListeners(List.of(board.tallies(), meters.tasks(), log.tasks()));
    }

    @Override
    public SourceListener sources() {
        return new SourceListeners(
                List.of(meters.sources(), log.sources(), board.activity(), capture));
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
        if (recording != null) {
            recording.close();
        }
        log.ended();
    }

    @PreDestroy
    void close() {
        board.close();
    }
}
