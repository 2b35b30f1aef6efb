package io.meilibridge.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The column values of one row, undecoded: a view over bytes that it does not copy. Columns stand
/// in the order of [Relation#columns()]. Immutable as long as nobody writes to the bytes, which
/// nobody may.
public final class Row {

    private final byte[] bytes;

    /// For each column three numbers: kind, start, length.
    private final int[] layout;

    /// 0: not looked for yet.
    private int valueBytes;

    /// Takes over both arrays without a copy.
    ///
    /// @param layout for each column its kind's tag, the first byte and the number of bytes of its
    ///   value; start and length are 0 for kinds without a value
    public Row(byte[] bytes, int[] layout) {
        if (layout.length % 3 != 0) {
            throw new IllegalArgumentException(
                    "A layout of " + layout.length + " is not in threes.");
        }
        this.bytes = bytes;
        this.layout = layout;
    }

    /// A row of text values, for tests and for rows that do not come from the stream. A null item
    /// is SQL NULL.
    public static Row ofText(List<@Nullable String> values) {
        byte[][] encoded = new byte[values.size()][];
        int[] layout = new int[values.size() * 3];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            String value = values.get(i);
            if (value == null) {
                layout[3 * i] = ValueKind.NULL.tag();
                continue;
            }
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            encoded[i] = text;
            layout[3 * i] = ValueKind.TEXT.tag();
            layout[3 * i + 1] = length;
            layout[3 * i + 2] = text.length;
            length += text.length;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != null) {
                System.arraycopy(encoded[i], 0, bytes, layout[3 * i + 1], encoded[i].length);
            }
        }
        return new Row(bytes, layout);
    }

    public int columnCount() {
        return layout.length / 3;
    }

    /// What the row says of a column; [ValueKind#ABSENT] for a column past its end.
    public ValueKind kind(int column) {
        return 3 * column < layout.length ? ValueKind.of(layout[3 * column]) : ValueKind.ABSENT;
    }

    /// Whether the row has the column's value or says that it is SQL NULL.
    public boolean isKnown(int column) {
        ValueKind kind = kind(column);
        return kind != ValueKind.UNCHANGED && kind != ValueKind.ABSENT;
    }

    /// The array that [#start(int)] and [#length(int)] refer to. Not to be written to.
    public byte[] bytes() {
        return bytes;
    }

    public int start(int column) {
        return layout[3 * column + 1];
    }

    public int length(int column) {
        return layout[3 * column + 2];
    }

    /// The text of a column of kind [ValueKind#TEXT].
    public String text(int column) {
        return new String(bytes, start(column), length(column), StandardCharsets.UTF_8);
    }

    /// Bytes of all values together, as the measure of what the row costs to keep.
    public int valueBytes() {
        int sum = valueBytes;
        if (sum == 0) {
            for (int i = 2; i < layout.length; i += 3) {
                sum += layout[i];
            }
            valueBytes = sum;
        }
        return sum;
    }

    /// This row with each column it does not know taken from `other`, where that knows it.
    public Row filledFrom(Row other) {
        int columns = columnCount();
        int extra = 0;
        for (int i = 0; i < columns; i++) {
            if (!isKnown(i) && other.isKnown(i)) {
                extra += other.length(i);
            }
        }
        byte[] merged = Arrays.copyOf(bytes, bytes.length + extra);
        int[] mergedLayout = layout.clone();
        int end = bytes.length;
        for (int i = 0; i < columns; i++) {
            if (!isKnown(i) && other.isKnown(i)) {
                int length = other.length(i);
                System.arraycopy(other.bytes, other.start(i), merged, end, length);
                mergedLayout[3 * i] = other.kind(i).tag();
                mergedLayout[3 * i + 1] = end;
                mergedLayout[3 * i + 2] = length;
                end += length;
            }
        }
        return new Row(merged, mergedLayout);
    }

    /// The kinds only: a row's values do not belong in logs.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Row[");
        for (int i = 0; i < columnCount(); i++) {
            text.append(i == 0 ? "" : ", ").append(kind(i));
        }
        return text.append(']').toString();
    }
}
