package io.meilibridge.step.transform;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.step.relation.TaskRelation;
import io.meilibridge.step.rule.TransformRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task's transforms, compiled against one relation. Rows come out as rows of a derived relation:
/// columns that transforms made are in text form, all others keep their bytes; columns that the
/// task does not send are gone. Not safe for threads.
public final class TransformPlan {

    private final int tableColumns;
    private final Relation derived;
    private final Slot[] columns;
    private final CellStep[] steps;
    private final Cells cells;

    /// @param sent for each column of the relation whether documents may carry it
    /// @param keyColumns which no transform may write
    /// @throws io.meilibridge.fault.MappingException with RELATION_UNUSABLE when a column is
    ///   missing, already there, or of the key
    public TransformPlan(TaskRelation table, boolean[] sent, List<String> keyColumns) {
        requireKeyUntouched(table, keyColumns);
        Slots slots = new Slots(table, sent);
        TransformCompiler compiler = new TransformCompiler(table, slots);
        for (TransformRule rule : table.rules().transforms()) {
            compiler.compile(rule);
        }
        tableColumns = table.columnCount();
        columns = slots.sent();
        derived = slots.relation(columns);
        steps = compiler.steps().toArray(CellStep[]::new);
        cells = new Cells(tableColumns, slots.places());
    }

    private static void requireKeyUntouched(TaskRelation table, List<String> keyColumns) {
        for (TransformRule rule : table.rules().transforms()) {
            for (String column : keyColumns) {
                if (rule.writes().contains(column)) {
                    throw table.unusable(
                            "expected key column '" + column + "' untouched, got a transform of it",
                            "Write to another column, or rename the field in the mapping.");
                }
            }
        }
    }

    public Relation derived() {
        return derived;
    }

    /// The row after all transforms; null when one of them needs a value that the row does not
    /// know.
    ///
    /// @throws io.meilibridge.fault.MappingException with UNMAPPABLE_VALUE when a value cannot be
    ///   taken by its transform
    public @Nullable Row apply(Row row) {
        cells.fill(row);
        for (CellStep step : steps) {
            step.apply(cells);
        }
        return cells.unknownRead() ? null : cells.row(columns);
    }

    /// The part of an old row that no transform made: its key, with the other columns absent.
    public Row applyToKey(Row keyRow) {
        int[] layout = new int[3 * columns.length];
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i].place();
            boolean own = column < tableColumns;
            layout[3 * i] = (own ? keyRow.kind(column) : ValueKind.ABSENT).tag();
            if (own && keyRow.isKnown(column)) {
                layout[3 * i + 1] = keyRow.start(column);
                layout[3 * i + 2] = keyRow.length(column);
            }
        }
        return new Row(keyRow.bytes(), layout);
    }
}
