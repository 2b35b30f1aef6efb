package io.meilibridge.snapshot;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;

/// Reads a row in COPY's text format (PostgreSQL docs, COPY, Text Format) as a view over the line's
/// own bytes: columns parted by tabs, `\N` for SQL NULL, a backslash before what would part or end.
final class CopiedRow {

    private CopiedRow() {}

    /// @param line with the line feed that ends it; its bytes are the row's from now on: escaped
    ///   values are written over their own places
    /// @throws DecodeException when the line has another number of columns
    static Row of(byte[] line, int columns) {
        int[] layout = new int[3 * columns];
        int end = line.length - 1;
        if (end < 0 || line[end] != '\n') {
            throw malformed(columns, "a line without its end");
        }
        int at = 0;
        int start = 0;
        int column = 0;
        boolean escaped = false;
        for (; at <= end; at++) {
            byte b = line[at];
            if (b == '\\') {
                escaped = true;
                at++;
            } else if (b == '\t' || at == end) {
                if (column == columns) {
                    throw malformed(columns, "more");
                }
                put(layout, 3 * column++, line, start, at, escaped);
                escaped = false;
                start = at + 1;
            }
        }
        if (column != columns && !(columns == 0 && line.length == 1)) {
            throw malformed(columns, Integer.toString(column));
        }
        return new Row(line, layout);
    }

    private static void put(
            int[] layout, int at, byte[] line, int start, int end, boolean escaped) {
        if (escaped && end - start == 2 && line[start] == '\\' && line[start + 1] == 'N') {
            layout[at] = ValueKind.NULL.tag();
            return;
        }
        layout[at] = ValueKind.TEXT.tag();
        layout[at + 1] = start;
        layout[at + 2] = escaped ? unescape(line, start, end) : end - start;
    }

    /// @return the length of the value, which is at the start now
    private static int unescape(byte[] line, int start, int end) {
        int to = start;
        for (int from = start; from < end; from++) {
            byte b = line[from];
            if (b == '\\' && from + 1 < end) {
                b = meaning(line[++from]);
            }
            line[to++] = b;
        }
        return to - start;
    }

    private static byte meaning(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> letter;
        };
    }

    private static DecodeException malformed(int columns, String found) {
        return new DecodeException(
                "Cannot read a row that COPY sent: expected "
                        + columns
                        + " columns, got "
                        + found
                        + ".");
    }
}
