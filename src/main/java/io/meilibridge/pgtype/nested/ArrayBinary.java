package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;

/// Reads an array's binary form (`array_send`): number of dimensions, whether there are NULLs, the
/// items' type, for each dimension its length and lower bound, all 32 bit; then the items, each
/// after its length, −1 for SQL NULL.
record ArrayBinary(TypeCodec item, char delimiter, JsonOutput out) {

    private static final int LENGTH_BYTES = 4;

    /// Writes the array as JSON.
    void write(byte[] bytes, int start, int end) {
        walk(new Walk(bytes, new ValueReader("array", bytes, start, end), true));
    }

    /// Writes the array's text form.
    void print(byte[] bytes, int start, int end) {
        walk(new Walk(bytes, new ValueReader("array", bytes, start, end), false));
    }

    /// @param json whether JSON is to be written, else PostgreSQL's text form
    private record Walk(byte[] bytes, ValueReader reader, boolean json) {}

    private void walk(Walk walk) {
        ValueReader reader = walk.reader;
        int dimensions = reader.int32();
        reader.int32();
        reader.int32();
        if (dimensions < 0 || dimensions > ArrayCodec.DIMENSIONS_MAX) {
            throw malformed();
        }
        int[] lengths = new int[dimensions];
        int[] bounds = new int[dimensions];
        long items = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = reader.int32();
            bounds[i] = reader.int32();
            if (lengths[i] < 0) {
                throw malformed();
            }
            items = Math.min(items * lengths[i], Integer.MAX_VALUE);
        }
        if (items * LENGTH_BYTES > reader.remaining()) {
            throw malformed();
        }
        // A dimension without items empties the array, however long the others claim to be.
        if (items == 0) {
            open(walk);
            close(walk);
        } else {
            if (!walk.json) {
                printBounds(lengths, bounds);
            }
            list(walk, lengths, 0);
        }
        reader.finish();
    }

    private void printBounds(int[] lengths, int[] bounds) {
        boolean usual = true;
        for (int bound : bounds) {
            usual &= bound == 1;
        }
        if (usual) {
            return;
        }
        for (int i = 0; i < bounds.length; i++) {
            out.put('[');
            out.number(bounds[i]);
            out.put(':');
            out.number((long) bounds[i] + lengths[i] - 1);
            out.put(']');
        }
        out.put('=');
    }

    private void list(Walk walk, int[] lengths, int dimension) {
        open(walk);
        for (int i = 0; i < lengths[dimension]; i++) {
            if (i > 0) {
                out.put(walk.json ? ',' : delimiter);
            }
            if (dimension + 1 < lengths.length) {
                list(walk, lengths, dimension + 1);
            } else {
                item(walk);
            }
        }
        close(walk);
    }

    private void item(Walk walk) {
        int length = walk.reader.int32();
        if (length == -1) {
            out.ascii(walk.json ? "null" : "NULL");
            return;
        }
        int start = walk.reader.skip(length);
        if (walk.json) {
            item.writeBinary(walk.bytes, start, start + length, out);
            return;
        }
        JsonOutput text = new JsonOutput(64);
        item.printBinary(walk.bytes, start, start + length, text);
        if (needsQuotes(text)) {
            QuotedText.print(text.bytes(), 0, text.size(), out);
        } else {
            out.put(text.bytes(), 0, text.size());
        }
    }

    private boolean needsQuotes(JsonOutput text) {
        byte[] bytes = text.bytes();
        int size = text.size();
        for (int i = 0; i < size; i++) {
            byte b = bytes[i];
            boolean special = b == '"' || b == '\\' || b == '{' || b == '}' || b == delimiter;
            if (special || b == ' ' || (b >= '\t' && b <= '\r')) {
                return true;
            }
        }
        return size == 0
                || (size == 4
                        && (bytes[0] | 0x20) == 'n'
                        && (bytes[1] | 0x20) == 'u'
                        && (bytes[2] | 0x20) == 'l'
                        && (bytes[3] | 0x20) == 'l');
    }

    private void open(Walk walk) {
        if (walk.json) {
            out.openArray();
        } else {
            out.put('{');
        }
    }

    private void close(Walk walk) {
        if (walk.json) {
            out.closeArray();
        } else {
            out.put('}');
        }
    }

    private static RuntimeException malformed() {
        return ValueFaults.malformed("binary array");
    }
}
