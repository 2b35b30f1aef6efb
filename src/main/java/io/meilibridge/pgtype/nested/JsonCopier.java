package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonNumbers;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.Utf8;
import io.meilibridge.pgtype.ValueFaults;

/// Copies one JSON value in a single pass, checking it and leaving out the white space between its
/// tokens. Names that occur twice stay twice: readers take the last, as jsonb does. Used once.
final class JsonCopier {

    private static final int ESCAPED_UNIT = "\\uD800".length();

    private final byte[] source;
    private final int end;
    private final byte[] target;
    private int at;
    private int to;

    /// The copy is never longer than the source, so room is made once.
    private JsonCopier(byte[] source, int start, int end, JsonOutput out) {
        this.source = source;
        this.at = start;
        this.end = end;
        out.ensure(end - start);
        target = out.bytes();
        to = out.size();
    }

    static void copy(byte[] source, int start, int end, JsonOutput out) {
        JsonCopier copier = new JsonCopier(source, start, end, out);
        copier.value(out.depth());
        copier.blanks();
        if (copier.at != end) {
            throw malformed();
        }
        out.advance(copier.to - out.size());
    }

    private void value(int depth) {
        byte first = next();
        switch (first) {
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private static int deeper(int depth) {
        if (depth >= JsonOutput.LEVELS_MAX) {
            throw ValueFaults.tooDeep();
        }
        return depth + 1;
    }

    private void object(int depth) {
        copyByte();
        if (next() == '}') {
            copyByte();
            return;
        }
        while (true) {
            if (next() != '"') {
                throw malformed();
            }
            string();
            if (next() != ':') {
                throw malformed();
            }
            copyByte();
            value(depth);
            if (endsItem('}')) {
                return;
            }
        }
    }

    private void array(int depth) {
        copyByte();
        if (next() == ']') {
            copyByte();
            return;
        }
        while (true) {
            value(depth);
            if (endsItem(']')) {
                return;
            }
        }
    }

    /// Copies the comma or the closing bracket after an item; true for the bracket.
    private boolean endsItem(char close) {
        byte found = next();
        if (found != ',' && found != close) {
            throw malformed();
        }
        copyByte();
        return found == close;
    }

    private void literal(String word) {
        if (end - at < word.length()) {
            throw malformed();
        }
        for (int i = 0; i < word.length(); i++) {
            if (source[at] != word.charAt(i)) {
                throw malformed();
            }
            copyByte();
        }
    }

    private void number() {
        int numberEnd = JsonNumbers.endOf(source, at, end);
        if (numberEnd < 0) {
            throw malformed();
        }
        if (!JsonNumbers.fitsDouble(source, at, numberEnd)) {
            throw ValueFaults.beyondDouble("number in json");
        }
        copyUntil(numberEnd);
    }

    private void string() {
        int look = at + 1;
        while (true) {
            look = JsonOutput.plainUntil(source, look, end);
            if (look == end) {
                throw malformed();
            }
            byte found = source[look];
            if (found == '"') {
                copyUntil(look + 1);
                return;
            }
            if (found == '\\') {
                look = escapeEnd(look);
            } else if (found < 0) {
                look += Utf8.lengthAt(source, look, end);
            } else {
                throw malformed();
            }
        }
    }

    private int escapeEnd(int from) {
        if (end - from < 2) {
            throw malformed();
        }
        return switch (source[from + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
            case 'u' -> unitEnd(from);
            default -> throw malformed();
        };
    }

    private int unitEnd(int from) {
        char unit = unit(from);
        int after = from + ESCAPED_UNIT;
        if (Character.isLowSurrogate(unit)) {
            throw ValueFaults.loneSurrogate();
        }
        if (Character.isHighSurrogate(unit)) {
            boolean paired =
                    end - after >= 2
                            && source[after] == '\\'
                            && source[after + 1] == 'u'
                            && Character.isLowSurrogate(unit(after));
            if (!paired) {
                throw ValueFaults.loneSurrogate();
            }
            after += ESCAPED_UNIT;
        }
        return after;
    }

    private char unit(int from) {
        if (end - from < ESCAPED_UNIT) {
            throw malformed();
        }
        int unit = 0;
        for (int i = 2; i < ESCAPED_UNIT; i++) {
            int digit = source[from + i] < 0 ? -1 : Character.digit(source[from + i], 16);
            if (digit < 0) {
                throw malformed();
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /// The next byte that is not white space, without passing it.
    private byte next() {
        blanks();
        if (at == end) {
            throw malformed();
        }
        return source[at];
    }

    private void blanks() {
        while (at < end && isBlank(source[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void copyByte() {
        target[to++] = source[at++];
    }

    private void copyUntil(int stop) {
        int length = stop - at;
        System.arraycopy(source, at, target, to, length);
        to += length;
        at = stop;
    }

    private static RuntimeException malformed() {
        return ValueFaults.malformed("json");
    }
}
