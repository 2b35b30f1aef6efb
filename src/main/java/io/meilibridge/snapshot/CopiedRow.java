package io.meilibridge.snapshot;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgtype.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a row that COPY sent as a view over the message's own bytes (PostgreSQL docs, COPY, File
/// Formats).
final class CopiedRow {

    private static final byte[] SIGNATURE =
            "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;
    private static final int NULL = -1;

    private CopiedRow() {}

    /// Reads the binary format: the number of columns, then each with its length in front. The
    /// first message begins with the header.
    ///
    /// @param message its bytes are the row's from now on
    /// @return null for the trailer
    /// @throws DecodeException when the message is not one row of so many columns
    static @Nullable Row ofBinary(byte[] message, int columns) {
        int at = headerEnd(message);
        check(message, at, 2, columns);
        int found = BigEndian.int16(message, at);
        at += 2;
        if (found == TRAILER && at == message.length) {
            return null;
        }
        if (found != columns) {
            throw malformed(columns, Integer.toString(found));
        }
        int[] layout = new int[3 * columns];
        for (int i = 0; i < layout.length; i += 3) {
            check(message, at, 4, columns);
            int length = BigEndian.int32(message, at);
            at += 4;
            if (length == NULL) {
                layout[i] = ValueKind.NULL.tag();
            } else {
                check(message, at, length, columns);
                layout[i] = ValueKind.BINARY.tag();
                layout[i + 1] = at;
                layout[i + 2] = length;
                at += length;
            }
        }
        if (at != message.length) {
            throw malformed(columns, (message.length - at) + " bytes after them");
        }
        return new Row(message, layout);
    }

    /// Signature, flags, and an extension with its length in front.
    private static int headerEnd(byte[] message) {
        int flags = SIGNATURE.length;
        if (message.length < flags || !Arrays.equals(message, 0, flags, SIGNATURE, 0, flags)) {
            return 0;
        }
        check(message, flags + 4, 4, 0);
        int extension = BigEndian.int32(message, flags + 4);
        check(message, flags + 8, extension, 0);
        return flags + 8 + extension;
    }

    private static void check(byte[] message, int at, int length, int columns) {
        if (length < 0 || length > message.length - at) {
            throw malformed(columns, "a message of " + message.length + " bytes that ends before");
        }
    }

    /// Reads the text format: columns parted by tabs, `\N` for SQL NULL, a backslash before what
    /// would part or end.
    ///
    /// @param line with the line feed that ends it; its bytes are the row's from now on: escaped
    ///   values are written over their own places
    /// @throws DecodeException when the line has another number of columns
    static Row ofText(byte[] line, int columns) {
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
