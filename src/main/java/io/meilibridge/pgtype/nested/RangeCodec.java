package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueReader;
import java.util.Objects;

/// Ranges and multiranges: the string PostgreSQL prints, `[1,10)`, `{[1,3),[5,)}`. A range's binary
/// form is a byte of flags and its finite bounds, each after its length; a multirange's is the
/// number of ranges and the ranges, each after its length.
public final class RangeCodec extends PrintedCodec {

    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int NO_LOWER = 0x08 | 0x20;
    private static final int NO_UPPER = 0x10 | 0x40;

    private static final int RANGE_BYTES_MIN = 5;

    private final TypeCodec bound;
    private final boolean multirange;

    public RangeCodec(TypeCodec bound, boolean multirange) {
        super(ValueFamily.OTHER);
        this.bound = Objects.requireNonNull(bound, "bound is null");
        this.multirange = multirange;
    }

    @Override
    public boolean readsBinary() {
        return bound.readsBinary();
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        if (!multirange) {
            printRange(bytes, start, end, out);
            return;
        }
        ValueReader reader = new ValueReader("multirange", bytes, start, end);
        int ranges = reader.count(RANGE_BYTES_MIN);
        out.put('{');
        for (int i = 0; i < ranges; i++) {
            if (i > 0) {
                out.put(',');
            }
            int length = reader.int32();
            int from = reader.skip(length);
            printRange(bytes, from, from + length, out);
        }
        out.put('}');
        reader.finish();
    }

    private void printRange(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("range", bytes, start, end);
        int flags = reader.uint8();
        if ((flags & EMPTY) != 0) {
            out.ascii("empty");
        } else {
            out.put((flags & LOWER_INCLUSIVE) != 0 ? '[' : '(');
            if ((flags & NO_LOWER) == 0) {
                printBound(bytes, reader, out);
            }
            out.put(',');
            if ((flags & NO_UPPER) == 0) {
                printBound(bytes, reader, out);
            }
            out.put((flags & UPPER_INCLUSIVE) != 0 ? ']' : ')');
        }
        reader.finish();
    }

    private void printBound(byte[] bytes, ValueReader reader, JsonOutput out) {
        int length = reader.int32();
        int from = reader.skip(length);
        JsonOutput text = new JsonOutput(64);
        bound.printBinary(bytes, from, from + length, text);
        boolean quoted = text.size() == 0;
        for (int i = 0; i < text.size(); i++) {
            quoted |= isSpecial(text.bytes()[i]);
        }
        if (!quoted) {
            out.put(text.bytes(), 0, text.size());
            return;
        }
        out.put('"');
        for (int i = 0; i < text.size(); i++) {
            byte b = text.bytes()[i];
            if (b == '"' || b == '\\') {
                out.put((char) b);
            }
            out.put((char) b);
        }
        out.put('"');
    }

    private static boolean isSpecial(byte b) {
        return switch (b) {
            case '"', '\\', '(', ')', '[', ']', ',', ' ' -> true;
            default -> b >= '\t' && b <= '\r';
        };
    }
}
