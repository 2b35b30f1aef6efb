package io.meilibridge.task;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Operation;
import java.util.function.ObjLongConsumer;

/// How many changes of each operation a run holds. Not thread-safe; complete once handed over.
public final class ChangeCounts {

    private static final Operation[] OPERATIONS = Operation.values();

    private long reads;
    private long inserts;
    private long updates;
    private long deletes;
    private long truncates;

    void add(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Read _ -> reads++;
            case ChangeEvent.Insert _ -> inserts++;
            case ChangeEvent.Update _ -> updates++;
            case ChangeEvent.Delete _ -> deletes++;
            case ChangeEvent.Truncate _ -> truncates++;
        }
    }

    long of(Operation operation) {
        return switch (operation) {
            case READ -> reads;
            case INSERT -> inserts;
            case UPDATE -> updates;
            case DELETE -> deletes;
            case TRUNCATE -> truncates;
        };
    }

    /// Each operation that occurs, with its number.
    public void forEach(ObjLongConsumer<Operation> consumer) {
        for (Operation operation : OPERATIONS) {
            if (of(operation) > 0) {
                consumer.accept(operation, of(operation));
            }
        }
    }
}
