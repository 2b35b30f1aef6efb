package io.meilibridge.task;

import io.meilibridge.event.Relation;
import io.meilibridge.event.TableName;
import java.util.List;

/// Which sync tasks a table's changes go to, by the name that the stream has for it. Used by the
/// source's reader alone.
@FunctionalInterface
public interface TableTasks {

    /// Asked once for each announcement of a relation.
    List<SyncTask> of(TableName table);

    /// Whether a TRUNCATE leaves the tasks of one of its tables no row.
    ///
    /// @param truncated all tables of the message
    default boolean isEmptied(TableName table, List<Relation> truncated) {
        return true;
    }
}
