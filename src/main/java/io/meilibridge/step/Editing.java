package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.ChangeEvent.Delete;
import io.meilibridge.event.ChangeEvent.Insert;
import io.meilibridge.event.ChangeEvent.Read;
import io.meilibridge.event.ChangeEvent.Truncate;
import io.meilibridge.event.ChangeEvent.Update;
import io.meilibridge.event.Column;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.form.Cell;
import io.meilibridge.step.form.EditedRow;
import io.meilibridge.step.form.EventForm;
import io.meilibridge.step.form.RowMaps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Events as a user's step sees them, and what it made of them. Rows with other columns are of a
/// relation derived from their own.
final class Editing {

    /// More relations with other columns than this are derived anew: each has a plan to compile.
    private static final int DERIVED_MAX = 256;

    private final RelationPlans plans;
    private final IdentityHashMap<Relation, Map<List<Column>, Relation>> derived =
            new IdentityHashMap<>();
    private int derivations;

    Editing(RelationPlans plans) {
        this.plans = plans;
    }

    byte[] json(List<ChangeEvent> events) {
        return new EventForm(plans.rules().types(), of -> plans.of(of).key().names()).array(events);
    }

    List<Map<String, @Nullable Object>> rows(List<ChangeEvent> events) {
        return RowMaps.of(json(events));
    }

    List<ChangeEvent> edited(List<ChangeEvent> events, List<?> left) {
        List<ChangeEvent> edited = new ArrayList<>();
        for (EditedRow row : EditedRow.read(events, json(events), left)) {
            ChangeEvent event = events.get(row.change());
            edited.add(row.isUnchanged() ? event : edited(event, row));
        }
        return edited;
    }

    private ChangeEvent edited(ChangeEvent event, EditedRow row) {
        for (String key : plans.of(event.relation()).key().names()) {
            if (row.isNew(key) || (row.before().containsKey(key) && !after(row).containsKey(key))) {
                throw new MappingException(
                        ErrorCode.ROUTE_ROWS_UNUSABLE,
                        "Cannot take back change %d of relation %s at %s: expected key column '%s' as it was, got another."
                                .formatted(row.change(), event.relation(), event.position(), key),
                        "A document's id is its row's: leave the columns of the key as they are.");
            }
        }
        return switch (event) {
            case Read read -> {
                Layout layout = layout(read.relation(), read.row(), row);
                yield new Read(layout.to, read.position(), layout.row(), read.overOld());
            }
            case Insert insert -> {
                Layout layout = layout(insert.relation(), insert.row(), row);
                yield new Insert(layout.to, insert.position(), layout.row());
            }
            case Update update -> {
                Layout layout = layout(update.relation(), update.row(), row);
                yield new Update(
                        layout.to, update.position(), layout.old(update.old()), layout.row());
            }
            case Delete delete -> delete;
            case Truncate truncate -> truncate;
        };
    }

    private static Map<String, @Nullable Object> after(EditedRow row) {
        return Objects.requireNonNull(row.after());
    }

    private Layout layout(Relation from, Row row, EditedRow edited) {
        List<Column> columns = new ArrayList<>();
        List<@Nullable Cell> cells = new ArrayList<>();
        for (Column column : from.columns()) {
            String name = column.name();
            if (edited.isNew(name)) {
                Cell cell = Cell.of(column.type(), after(edited).get(name));
                boolean keeps = cell.type().equals(column.type());
                columns.add(keeps ? column : new Column(name, cell.type(), -1, column.key()));
                cells.add(cell);
            } else if (after(edited).containsKey(name) || !edited.before().containsKey(name)) {
                columns.add(column);
                cells.add(null);
            }
        }
        after(edited)
                .forEach((name, value) -> {
                    if (from.indexOf(name) < 0) {
                        Cell cell = Cell.of(null, value);
                        columns.add(new Column(name, cell.type(), -1, false));
                        cells.add(cell);
                    }
                });
        return new Layout(from, derived(from, columns), row, cells);
    }

    private Relation derived(Relation from, List<Column> columns) {
        if (columns.equals(from.columns())) {
            return from;
        }
        if (derivations >= DERIVED_MAX) {
            derived.clear();
            derivations = 0;
        }
        Relation to =
                derived.computeIfAbsent(from, _ -> new HashMap<>())
                        .computeIfAbsent(List.copyOf(columns), with -> derive(from, with));
        plans.derive(from, to);
        return to;
    }

    private Relation derive(Relation from, List<Column> columns) {
        derivations++;
        return new Relation(from.oid(), from.table(), from.replicaIdentity(), columns);
    }

    /// How a row of one relation becomes one of another.
    ///
    /// @param cells for each column the value that was set, null where it has its own
    private record Layout(Relation from, Relation to, Row own, List<@Nullable Cell> cells) {

        Row row() {
            return of(own, true);
        }

        @Nullable OldRow old(@Nullable OldRow old) {
            if (old == null) {
                return null;
            }
            boolean isWhole =
                    old instanceof OldRow.Full
                            && to.columns().stream().allMatch(from.columns()::contains);
            Row row = of(old.row(), false);
            return isWhole ? new OldRow.Full(row) : new OldRow.Key(row);
        }

        private Row of(Row row, boolean isEdited) {
            int[] layout = new int[3 * cells.size()];
            byte[][] texts = new byte[cells.size()][];
            int length = 0;
            for (int i = 0; i < texts.length; i++) {
                Cell cell = isEdited ? cells.get(i) : null;
                Column column = to.columns().get(i);
                int place = from.indexOf(column.name());
                byte[] text = new byte[0];
                ValueKind kind = ValueKind.ABSENT;
                if (cell != null) {
                    kind = cell.text() == null ? ValueKind.NULL : ValueKind.TEXT;
                    text =
                            cell.text() == null
                                    ? text
                                    : cell.text().getBytes(StandardCharsets.UTF_8);
                } else if (place >= 0 && from.columns().get(place).equals(column)) {
                    kind = row.kind(place);
                    if (row.isKnown(place)) {
                        int start = row.start(place);
                        text = Arrays.copyOfRange(row.bytes(), start, start + row.length(place));
                    }
                }
                texts[i] = text;
                layout[3 * i] = kind.tag();
                layout[3 * i + 1] = text.length == 0 ? 0 : length;
                layout[3 * i + 2] = text.length;
                length += text.length;
            }
            byte[] bytes = new byte[length];
            for (int i = 0; i < texts.length; i++) {
                System.arraycopy(texts[i], 0, bytes, layout[3 * i + 1], texts[i].length);
            }
            return new Row(bytes, layout);
        }
    }
}
