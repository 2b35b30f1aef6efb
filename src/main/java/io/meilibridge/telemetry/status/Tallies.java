package io.meilibridge.telemetry.status;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a [TaskTally] of each task.
public final class Tallies implements TaskListener {

    private final Map<String, TaskTally> tallies = new ConcurrentHashMap<>();

    private final InstantSource clock;

    public Tallies() {
        this(InstantSource.system());
    }

    Tallies(InstantSource clock) {
        this.clock = clock;
    }

    public TaskTally of(String task) {
        return tallies.computeIfAbsent(task, _ -> new TaskTally(clock));
    }

    @Override
    public void stateChanged(String task, TaskState before, TaskState after) {
        switch (after) {
            case TaskState.Stopped stopped -> of(task).met(stopped.fault(), stopped.since());
            case TaskState.Retrying retrying -> of(task).met(retrying.fault(), retrying.since());
            case TaskState.Starting _,
                    TaskState.Snapshotting _,
                    TaskState.Streaming _,
                    TaskState.BackPressured _,
                    TaskState.Paused _ -> {}
        }
    }

    @Override
    public void settled(String task, TableName table, Operation operation, long changes) {
        of(task).settled(table, operation, changes);
    }

    @Override
    public void runSettled(String task, @Nullable Instant firstCommit) {}

    @Override
    public void retrying(String task, PipelineException fault) {}

    @Override
    public void met(String task, PipelineException fault) {
        of(task).met(fault, clock.instant());
    }

    @Override
    public void refused(String task, DeadLetter letter) {}

    @Override
    public void reread(String task, RereadReason reason) {}

    @Override
    public void filtered(String task, long changes) {
        of(task).filtered(changes);
    }
}
