package io.meilibridge.camel;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.task.SyncTask;
import org.jspecify.annotations.Nullable;

/// What an exception that ended an exchange says: the fault of ours that Camel may have wrapped,
/// or, where there is none, that the route failed.
final class RouteFaults {

    private RouteFaults() {}

    static PipelineException ofTask(SyncTask task, @Nullable Exception cause) {
        PipelineException ours = ours(cause);
        return ours != null
                ? ours
                : new DeliveryException(
                        ErrorCode.ROUTE_FAILED,
                        "The route of task '" + task.id() + "' failed.",
                        "See the cause in the log, mend the route, then retry the task.",
                        cause);
    }

    /// A chunk was done, and the task's changes in it were given to nobody.
    static PipelineException leftOut(SyncTask task) {
        return new DeliveryException(
                ErrorCode.ROUTE_FAILED,
                "The route 'ingest' left out the changes of task '" + task.id() + "'.",
                "Mend it so that each item of a chunk comes to its task's route, then retry the"
                        + " task.");
    }

    static PipelineException ofSource(String route, Exception cause) {
        PipelineException ours = ours(cause);
        return ours != null
                ? ours
                : new SourceException(
                        ErrorCode.ROUTE_FAILED,
                        "The route '" + route + "' failed.",
                        "See the cause in the log, mend the route, then retry the source.",
                        cause);
    }

    private static @Nullable PipelineException ours(@Nullable Exception cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof PipelineException fault) {
                return fault;
            }
        }
        return null;
    }
}
