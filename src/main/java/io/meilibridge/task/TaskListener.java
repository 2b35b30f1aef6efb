package io.meilibridge.task;

import io.meilibridge.deadletter.DeadLetter;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.step.RereadReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Hears what becomes of a sync task. Called from the thread that causes it, so it returns soon and
/// does not throw.
public interface TaskListener {

    void stateChanged(String task, TaskState before, TaskState after);

    /// Changes of a table were settled.
    void settled(String task, TableName table, Operation operation, long changes);

    /// A run of changes was settled, after each of its operations was told of.
    ///
    /// @param firstCommit when its first transaction was committed, by the server's clock; null
    ///   when not known
    void runSettled(String task, @Nullable Instant firstCommit);

    /// A request failed in a way that passes and is sent again; told at every try, unlike the
    /// change of state.
    void retrying(String task, PipelineException fault);

    /// A fault was met with which the task goes on all the same.
    void met(String task, PipelineException fault);

    /// A change was kept as a dead letter.
    void refused(String task, DeadLetter letter);

    /// A row is read again, because the change did not carry what is needed.
    void reread(String task, RereadReason reason);

    /// Changes were dropped by the task's filter or event types.
    void filtered(String task, long changes);
}
