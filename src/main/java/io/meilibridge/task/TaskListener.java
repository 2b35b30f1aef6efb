package io.meilibridge.task;

import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.step.RereadReason;

/// Hears what becomes of a sync task. Called from the thread that causes it, so it returns soon and
/// does not throw.
public interface TaskListener {

    void stateChanged(String task, TaskState before, TaskState after);

    /// Changes of a table were settled.
    void settled(String task, TableName table, Operation operation, long changes);

    /// A row is read again, because the change did not carry what is needed.
    void reread(String task, RereadReason reason);

    /// Changes were dropped by the task's filter or event types.
    void filtered(String task, long changes);
}
