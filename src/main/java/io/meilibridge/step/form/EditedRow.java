package io.meilibridge.step.form;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.fault.MappingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change as a step of a route has left it.
///
/// @param change its place among those the step was given
/// @param before its known columns as the step was given them
/// @param after its columns now; null where the change has none
public record EditedRow(
        int change,
        Map<String, @Nullable Object> before,
        @Nullable Map<String, @Nullable Object> after) {

    private static final List<String> FIXED = List.of("action", "schema", "table", "identity");

    /// Whether no column differs.
    public boolean isUnchanged() {
        return after == null || RowMaps.same(before, after);
    }

    /// Whether a column's value differs, or it was not there.
    public boolean isNew(String column) {
        return after != null
                && after.containsKey(column)
                && !(before.containsKey(column)
                        && RowMaps.same(before.get(column), after.get(column)));
    }

    /// Reads what a step has left.
    ///
    /// @param given the events that it was given, in their JSON form
    /// @param left maps in either form
    /// @throws MappingException with ROUTE_ROWS_UNUSABLE, naming what cannot be taken back
    public static List<EditedRow> read(List<ChangeEvent> events, byte[] given, List<?> left) {
        List<Map<String, @Nullable Object>> maps = RowMaps.of(given);
        List<EditedRow> rows = new ArrayList<>();
        int last = -1;
        for (Object item : left) {
            Map<String, @Nullable Object> map = RowMaps.map(item, "an item");
            int change = change(map.get("change"), events.size());
            if (change <= last) {
                throw RowMaps.unusable(
                        "expected each change once and in order, got number "
                                + change
                                + " behind "
                                + last);
            }
            last = change;
            rows.add(row(change, maps.get(change), map));
        }
        return rows;
    }

    private static int change(@Nullable Object number, int changes) {
        if (number instanceof Number present) {
            int change = present.intValue();
            if (change >= 0 && change < changes) {
                return change;
            }
        }
        throw RowMaps.unusable(
                "expected 'change' to be a number below "
                        + changes
                        + ", got "
                        + (number instanceof Number ? number : RowMaps.kind(number)));
    }

    private static EditedRow row(
            int change, Map<String, @Nullable Object> given, Map<String, @Nullable Object> left) {
        for (String name : FIXED) {
            Object before = given.get(name);
            Object after = left.get(name);
            if (name.equals("identity") && after instanceof List<?>) {
                after = RowMaps.byName(after, name);
            }
            if (!RowMaps.same(before, after)) {
                throw RowMaps.unusable(
                        "expected '" + name + "' of change " + change + " as it was, got another");
            }
        }
        if (given.containsKey("columns") != left.containsKey("columns")) {
            throw RowMaps.unusable(
                    "expected change "
                            + change
                            + (given.containsKey("columns")
                                    ? " with 'columns', got none"
                                    : " without 'columns', got some"));
        }
        return new EditedRow(
                change,
                given.containsKey("columns")
                        ? RowMaps.byName(given.get("columns"), "columns")
                        : Map.of(),
                given.containsKey("columns")
                        ? RowMaps.byName(left.get("columns"), "columns")
                        : null);
    }
}
