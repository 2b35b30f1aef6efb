package io.meilibridge.step.transform;

import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Relation;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.step.relation.TaskRelation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns as they stand after the transforms compiled so far. Each change of a column's values
/// gives it a new place, so that no transform sees what a later one makes.
final class Slots {

    static final ColumnType BOOLEAN = ColumnType.builtIn(16);
    static final ColumnType INTEGER = ColumnType.builtIn(20);
    static final ColumnType TEXT = ColumnType.builtIn(25);
    static final ColumnType JSON = ColumnType.builtIn(114);
    static final ColumnType TIMESTAMPTZ = ColumnType.builtIn(1184);
    static final ColumnType NUMERIC = ColumnType.builtIn(1700);

    private final TaskRelation table;
    private final List<Slot> live = new ArrayList<>();
    private int places;

    /// @param sent for each column of the table whether documents may carry it
    Slots(TaskRelation table, boolean[] sent) {
        this.table = table;
        for (Column column : table.relation().columns()) {
            live.add(
                    new Slot(
                            column.name(),
                            places,
                            column.type(),
                            table.codec(places),
                            sent[places]));
            places++;
        }
    }

    int places() {
        return places;
    }

    /// The column of that name.
    ///
    /// @throws io.meilibridge.fault.MappingException with RELATION_UNUSABLE when there is none
    Slot require(String name, String rule) {
        Slot slot = find(name);
        if (slot == null) {
            throw table.unusable(
                    "expected column '" + name + "' for transform '" + rule + "', got none",
                    "Add the column to the table, or change the task's transform.fields.");
        }
        return slot;
    }

    @Nullable Slot find(String name) {
        for (Slot slot : live) {
            if (slot.name().equals(name)) {
                return slot;
            }
        }
        return null;
    }

    /// Gives a column new values of a type.
    Slot change(Slot slot, ColumnType type) {
        Slot changed = made(slot.name(), type, slot.sent());
        live.set(live.indexOf(slot), changed);
        return changed;
    }

    /// A column with values of its own, in place of one of that name or as the last.
    Slot add(String name, ColumnType type) {
        Slot added = made(name, type, true);
        Slot before = find(name);
        if (before == null) {
            live.add(added);
        } else {
            live.set(live.indexOf(before), added);
        }
        return added;
    }

    private Slot made(String name, ColumnType type, boolean sent) {
        return new Slot(name, places++, type, TypeCodecs.of(type, table.rules().types()), sent);
    }

    void rename(Slot slot, String to) {
        if (find(to) != null) {
            throw table.unusable(
                    "expected no column '" + to + "' for transform 'rename', got one",
                    "Rename to another name, or remove that column first.");
        }
        live.set(
                live.indexOf(slot),
                new Slot(to, slot.place(), slot.type(), slot.codec(), slot.sent()));
    }

    void remove(Slot slot) {
        live.remove(slot);
    }

    /// The columns that documents may carry.
    Slot[] sent() {
        return live.stream().filter(Slot::sent).toArray(Slot[]::new);
    }

    /// The relation of those columns; what no transform made keeps its type modifier and its place
    /// in the replica identity.
    Relation relation(Slot[] columns) {
        Relation source = table.relation();
        List<Column> derived = new ArrayList<>();
        for (Slot slot : columns) {
            boolean own = slot.place() < table.columnCount();
            derived.add(
                    new Column(
                            slot.name(),
                            slot.type(),
                            own ? table.column(slot.place()).typeModifier() : -1,
                            own && table.column(slot.place()).key()));
        }
        return new Relation(source.oid(), source.table(), source.replicaIdentity(), derived);
    }

    /// The cell as a person reads it: a boolean as `true` or `false`, a JSON string as its content,
    /// everything else as PostgreSQL prints it. Null for null.
    static @Nullable String plain(Cells cells, Slot slot) {
        String text = cells.text(slot);
        if (text == null) {
            return null;
        }
        if (slot.codec().family() == ValueFamily.BOOLEAN) {
            return text.equals("t") ? "true" : "false";
        }
        if (slot.codec().family() == ValueFamily.JSON && text.startsWith("\"")) {
            return Json.content(text, slot.name());
        }
        return text;
    }
}
