package io.meilibridge.telemetry.log;

import io.meilibridge.checkpoint.CheckpointListener;
import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.CircuitListener;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells in the log what an operator wants to know: each state that a task or source comes into,
/// with the fault that it came by; an outage once, however often it is tried again.
public final class PipelineLog {

    /// Failed polls closer together than this are one outage.
    private static final Duration OUTAGE_GAP = Duration.ofMinutes(1);

    private final LogLine.Sink sink;
    private final InstantSource clock;

    // Guarded by this.
    private Instant lastSettleFault = Instant.MIN;

    public PipelineLog(LogLine.Sink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    public TaskListener tasks() {
        return new Tasks();
    }

    public SourceListener sources() {
        return new SourceLog(sink);
    }

    public CircuitListener circuit() {
        return new CircuitLog(sink);
    }

    public CheckpointListener checkpoints(String source) {
        return new Checkpoints(source);
    }

    public void starting(Bridge bridge) {
        info(
                "MeiliBridge starts: "
                        + count(bridge.tasks().size(), "sync task")
                        + " on "
                        + count(bridge.sources().size(), "source")
                        + ".",
                Map.of());
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    public void faulty(PipelineException fault) {
        sink.write(
                new LogLine(
                        Level.ERROR,
                        "MeiliBridge does not run: " + fault.report(),
                        Map.of(LogLine.CODE, fault.code().name()),
                        fault.getCause()));
    }

    public void ended() {
        info("MeiliBridge has stopped.", Map.of());
    }

    /// A poll of Meilisearch's task list failed.
    public void settleFailed(PipelineException fault) {
        Instant now = clock.instant();
        boolean known;
        synchronized (this) {
            known = lastSettleFault.plus(OUTAGE_GAP).isAfter(now);
            lastSettleFault = now;
        }
        sink.write(
                new LogLine(
                        known ? Level.DEBUG : Level.WARNING,
                        "The tasks of Meilisearch cannot be looked at, which is tried again: "
                                + fault.report(),
                        Map.of(LogLine.CODE, fault.code().name()),
                        null));
    }

    private void info(String text, Map<String, String> fields) {
        sink.write(new LogLine(Level.INFO, text, fields, null));
    }

    private final class Tasks implements TaskListener {

        @Override
        public void stateChanged(String task, TaskState before, TaskState after) {
            String name = "Sync task '" + task + "'";
            Map<String, String> fields = Map.of(LogLine.TASK, task);
            switch (after) {
                case TaskState.Starting _ ->
                        info(name + " goes on when its stream is open.", fields);
                case TaskState.Snapshotting _, TaskState.Streaming _ -> flows(name, before, fields);
                case TaskState.BackPressured _ ->
                        info(
                                name
                                        + " holds up the others of its source: it takes no more"
                                        + " until what it has in flight is settled.",
                                fields);
                case TaskState.Paused _ -> info(name + " is paused.", fields);
                case TaskState.Retrying retrying ->
                        fault(
                                Level.WARNING,
                                name + " cannot send and tries again: ",
                                task,
                                retrying.fault());
                case TaskState.Stopped stopped ->
                        fault(Level.ERROR, name + " has stopped: ", task, stopped.fault());
            }
        }

        /// Beginning and end of a full sync are told of by themselves.
        private void flows(String name, TaskState before, Map<String, String> fields) {
            switch (before) {
                case TaskState.Retrying _ -> info(name + " sends again.", fields);
                case TaskState.Starting _ -> info(name + " is streaming.", fields);
                default -> {}
            }
        }

        private void fault(Level level, String text, String task, PipelineException fault) {
            sink.write(
                    new LogLine(
                            level,
                            text + fault.report(),
                            Map.of(LogLine.TASK, task, LogLine.CODE, fault.code().name()),
                            fault.getCause()));
        }

        @Override
        public void settled(String task, TableName table, Operation operation, long changes) {}

        @Override
        public void runSettled(String task, @Nullable Instant firstCommit) {}

        @Override
        public void retrying(String task, PipelineException fault) {}

        /// Whoever met it has said what follows.
        @Override
        public void met(String task, PipelineException fault) {}

        @Override
        public void refused(String task, DeadLetter letter) {
            sink.write(
                    new LogLine(
                            Level.WARNING,
                            "Sync task '"
                                    + task
                                    + "' keeps dead letter "
                                    + letter.id()
                                    + " and goes on: "
                                    + letter.reason(),
                            Map.of(
                                    LogLine.TASK,
                                    task,
                                    LogLine.TABLE,
                                    letter.table().toString(),
                                    LogLine.LSN,
                                    letter.position().commitLsn().toString(),
                                    LogLine.CODE,
                                    letter.code().name()),
                            null));
        }

        @Override
        public void reread(String task, RereadReason reason) {}

        @Override
        public void filtered(String task, long changes) {}
    }

    private final class Checkpoints implements CheckpointListener {

        private final String source;

        Checkpoints(String source) {
            this.source = source;
        }

        @Override
        public void confirmedMoved(Lsn confirmed) {}

        @Override
        public void storeFailed(CheckpointException fault) {
            sink.write(
                    new LogLine(
                            Level.ERROR,
                            "Checkpoints of source '"
                                    + source
                                    + "' cannot be stored, so nothing is confirmed: "
                                    + fault.report(),
                            Map.of(LogLine.SOURCE, source, LogLine.CODE, fault.code().name()),
                            fault.getCause()));
        }

        @Override
        public void storeRecovered() {
            info(
                    "Checkpoints of source '" + source + "' are stored again.",
                    Map.of(LogLine.SOURCE, source));
        }
    }
}
