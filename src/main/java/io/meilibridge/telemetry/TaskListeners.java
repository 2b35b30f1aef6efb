package io.meilibridge.telemetry;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.step.RereadReason;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several listeners as one, told in their order.
record TaskListeners(List<TaskListener> all) implements TaskListener {

    @Override
    public void stateChanged(String task, TaskState before, TaskState after) {
        all.forEach(each -> each.stateChanged(task, before, after));
    }

    @Override
    public void settled(String task, TableName table, Operation operation, long changes) {
        all.forEach(each -> each.settled(task, table, operation, changes));
    }

    @Override
    public void runSettled(String task, @Nullable Instant firstCommit) {
        all.forEach(each -> each.runSettled(task, firstCommit));
    }

    @Override
    public void retrying(String task, PipelineException fault) {
        all.forEach(each -> each.retrying(task, fault));
    }

    @Override
    public void met(String task, PipelineException fault) {
        all.forEach(each -> each.met(task, fault));
    }

    @Override
    public void refused(String task, DeadLetter letter) {
        all.forEach(each -> each.refused(task, letter));
    }

    @Override
    public void reread(String task, RereadReason reason) {
        all.forEach(each -> each.reread(task, reason));
    }

    @Override
    public void filtered(String task, long changes) {
        all.forEach(each -> each.filtered(task, changes));
    }
}
