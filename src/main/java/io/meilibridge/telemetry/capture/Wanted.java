package io.meilibridge.telemetry.capture;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import java.util.Set;

/// Which changes somebody wants to see.
///
/// @param tables empty for all
/// @param operations empty for all
public record Wanted(Set<TableName> tables, Set<Operation> operations) {

    public static final Wanted ALL = new Wanted(Set.of(), Set.of());

    public Wanted {
        tables = Set.copyOf(tables);
        operations = Set.copyOf(operations);
    }

    boolean wants(ChangeEvent event) {
        return (tables.isEmpty() || tables.contains(event.relation().table()))
                && (operations.isEmpty() || operations.contains(Operation.of(event)));
    }
}
