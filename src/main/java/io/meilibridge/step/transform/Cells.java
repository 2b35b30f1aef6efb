package io.meilibridge.step.transform;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.pgtype.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row while transforms work on it. A cell is what the row says of a column, or a text that a
/// transform made. Cells are addressed by the place the plan gave them, those of the table's
/// columns first; a place is written once a row. Refilled for each row; not safe for threads.
final class Cells {

    private final int tableColumns;
    private final @Nullable String[] made;
    private Row row = Row.ofText(List.of());
    private boolean unknownRead;

    Cells(int tableColumns, int count) {
        this.tableColumns = tableColumns;
        made = new @Nullable String[count];
    }

    void fill(Row next) {
        row = next;
        unknownRead = false;
        Arrays.fill(made, null);
    }

    /// Whether a transform asked for a value that the row does not know.
    boolean unknownRead() {
        return unknownRead;
    }

    private boolean isMade(Slot slot) {
        return slot.place() >= tableColumns;
    }

    void set(Slot slot, @Nullable String text) {
        made[slot.place()] = text;
    }

    /// The cell in the text form of its type; null for SQL NULL, and for a column that the table
    /// has no more.
    @Nullable String text(Slot slot) {
        if (isMade(slot)) {
            return made[slot.place()];
        }
        return isThere(slot) ? slot.codec().text(row, slot.place()) : null;
    }

    /// The cell as its codec's JSON; null for SQL NULL.
    @Nullable String json(Slot slot) {
        JsonOutput out = new JsonOutput(64);
        if (isMade(slot)) {
            String text = made[slot.place()];
            if (text == null) {
                return null;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            slot.codec().writeText(utf8, 0, utf8.length, out);
        } else if (isThere(slot)) {
            slot.codec().write(row, slot.place(), out);
        } else {
            return null;
        }
        return new String(out.bytes(), 0, out.size(), StandardCharsets.UTF_8);
    }

    private boolean isThere(Slot slot) {
        ValueKind kind = row.kind(slot.place());
        if (kind == ValueKind.UNCHANGED) {
            unknownRead = true;
        }
        return kind == ValueKind.TEXT || kind == ValueKind.BINARY;
    }

    /// The row of these columns. Shares the bytes of the row it was filled from where no transform
    /// made a value.
    Row row(Slot[] columns) {
        int[] layout = new int[3 * columns.length];
        byte[][] texts = new byte[columns.length][];
        int madeBytes = 0;
        for (int i = 0; i < columns.length; i++) {
            Slot slot = columns[i];
            if (!isMade(slot)) {
                copyLayout(slot.place(), layout, i);
                continue;
            }
            String text = made[slot.place()];
            layout[3 * i] = text == null ? ValueKind.NULL.tag() : ValueKind.TEXT.tag();
            if (text != null) {
                texts[i] = text.getBytes(StandardCharsets.UTF_8);
                madeBytes += texts[i].length;
            }
        }
        return madeBytes == 0 ? new Row(row.bytes(), layout) : merged(layout, texts, madeBytes);
    }

    private void copyLayout(int column, int[] layout, int at) {
        ValueKind kind = row.kind(column);
        layout[3 * at] = kind.tag();
        if (kind == ValueKind.TEXT || kind == ValueKind.BINARY) {
            layout[3 * at + 1] = row.start(column);
            layout[3 * at + 2] = row.length(column);
        }
    }

    /// Values from the row first, then the made ones, in one new array.
    private Row merged(int[] layout, byte[][] texts, int madeBytes) {
        int kept = 0;
        for (int i = 0; i < texts.length; i++) {
            kept += layout[3 * i + 2];
        }
        byte[] bytes = new byte[kept + madeBytes];
        int end = 0;
        for (int i = 0; i < texts.length; i++) {
            byte[] text = texts[i];
            int length = text == null ? layout[3 * i + 2] : text.length;
            if (length > 0) {
                byte[] from = text == null ? row.bytes() : text;
                System.arraycopy(from, text == null ? layout[3 * i + 1] : 0, bytes, end, length);
            }
            layout[3 * i + 1] = end;
            layout[3 * i + 2] = length;
            end += length;
        }
        return new Row(bytes, layout);
    }
}
