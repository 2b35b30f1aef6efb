package io.meilibridge.camel;

import io.meilibridge.document.DocumentChange;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.snapshot.RowPiece;
import io.meilibridge.step.Mapped;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.Unmappable;
import io.meilibridge.task.SyncTask;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// The beans of a task's route before its aggregator: `complete`, `filter`, `softDelete`,
/// `transform`, `map` and, for steps of users, `rows`. Each applies the step of that name of the
/// exchange's task to the body.
final class TaskStepBeans {

    private static final boolean DROP_REFUSED = Failpoints.on("drop-refused");

    private static final boolean NO_WINDOWS = Failpoints.on("full-sync-without-windows");

    private TaskStepBeans() {}

    static Processor step(BiFunction<TaskSteps, List<ChangeEvent>, List<ChangeEvent>> step) {
        return exchange -> {
            Carriage carriage = Carriage.required(exchange);
            ChangeBatch batch = carriage.changes(exchange);
            SyncTask task = carriage.task();
            carriage.changes(exchange, batch.with(task.applied(step, batch.events())));
        };
    }

    /// Fills what the stream left out: from the old row, or, where that does not help, from the
    /// table.
    static void complete(Exchange exchange) {
        Carriage carriage = Carriage.required(exchange);
        ChangeBatch batch = carriage.changes(exchange);
        carriage.changes(exchange, carriage.task().completed(batch));
    }

    /// Puts the changes as maps, which the next steps may change, in their place.
    static void rows(Exchange exchange) {
        Carriage carriage = Carriage.required(exchange);
        ChangeBatch batch = carriage.changes(exchange);
        carriage.changes(exchange, batch);
        exchange.getMessage().setBody(carriage.task().steps().rows(batch.events()));
    }

    /// Puts the document changes in place of the events. Where the steps before left none, the
    /// route ends here: the changes are filtered out.
    static void map(Exchange exchange) {
        Carriage carriage = Carriage.required(exchange);
        SyncTask task = carriage.task();
        ChangeBatch batch = carriage.changes(exchange);
        carriage.leaves(batch.events().size());
        Mapped mapped = task.steps().map(batch.events());
        for (Unmappable refused : mapped.refused()) {
            if (!DROP_REFUSED) {
                task.refused(refused);
            }
        }
        carriage.takesOut(mapped.refused().size());
        List<DocumentChange> changes = inOrder(task, carriage, mapped.changes());
        if (changes.isEmpty()) {
            carriage.takesAllOut();
            exchange.setRouteStop(true);
            return;
        }
        exchange.getMessage().setBody(new MappedChanges(changes, carriage.handover().keyField()));
    }

    /// What the stream changes is newer than what is being read beside it, which is left out of the
    /// rows when they come.
    private static List<DocumentChange> inOrder(
            SyncTask task, Carriage carriage, List<DocumentChange> changes) {
        RowPiece rows = carriage.handover().unsettled().rows();
        if (rows != null) {
            return NO_WINDOWS ? changes : rows.window().current(changes);
        }
        task.windows().record(changes);
        return changes;
    }
}
