package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFaults;

/// Writes an array's text form as JSON (PostgreSQL docs, Arrays, Array Input and Output Syntax). No
/// white space stands between the tokens of what PostgreSQL prints, so none is passed over.
record ArrayText(TypeCodec item, char delimiter, JsonOutput out) {

    void write(byte[] bytes, int start, int end) {
        int at = start;
        if (start < end && bytes[start] == '[') {
            at = boundsEnd(bytes, start, end);
        }
        if (at == end || bytes[at] != '{' || list(bytes, at, end, 1) != end) {
            throw malformed();
        }
    }

    /// Passes over `[0:2][-1:1]=`.
    private static int boundsEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '=') {
            byte b = bytes[at++];
            boolean expected = b == '[' || b == ']' || b == ':' || b == '-';
            if (!expected && (b < '0' || b > '9')) {
                throw malformed();
            }
        }
        return Math.min(at + 1, end);
    }

    /// Writes the list that begins at a brace and says where it ends.
    private int list(byte[] bytes, int start, int end, int dimension) {
        if (dimension > ArrayCodec.DIMENSIONS_MAX) {
            throw malformed();
        }
        out.openArray();
        int at = start + 1;
        if (at < end && bytes[at] == '}') {
            out.closeArray();
            return at + 1;
        }
        while (at < end) {
            at =
                    switch (bytes[at]) {
                        case '{' -> list(bytes, at, end, dimension + 1);
                        case '"' -> quoted(bytes, at, end);
                        default -> bare(bytes, at, end);
                    };
            if (at < end && bytes[at] == '}') {
                out.closeArray();
                return at + 1;
            }
            if (at == end || bytes[at] != delimiter) {
                throw malformed();
            }
            out.put(',');
            at++;
        }
        throw malformed();
    }

    private int quoted(byte[] bytes, int start, int end) {
        int from = start + 1;
        int closing = QuotedText.closing(bytes, from, end);
        if (closing < 0) {
            throw malformed();
        }
        if (QuotedText.hasEscapes(bytes, from, closing)) {
            byte[] plain = QuotedText.unescaped(bytes, from, closing);
            item.writeText(plain, 0, plain.length, out);
        } else {
            item.writeText(bytes, from, closing, out);
        }
        return closing + 1;
    }

    private int bare(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != delimiter && bytes[at] != '}') {
            if (bytes[at] == '{' || bytes[at] == '"' || bytes[at] == '\\') {
                throw malformed();
            }
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        if (isNull(bytes, start, at)) {
            out.nullValue();
        } else {
            item.writeText(bytes, start, at, out);
        }
        return at;
    }

    private static boolean isNull(byte[] bytes, int start, int end) {
        return end - start == 4
                && bytes[start] == 'N'
                && bytes[start + 1] == 'U'
                && bytes[start + 2] == 'L'
                && bytes[start + 3] == 'L';
    }

    private static RuntimeException malformed() {
        return ValueFaults.malformed("array");
    }
}
