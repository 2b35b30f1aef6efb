package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueReader;

/// point, line, lseg, box, path, polygon, circle: the string PostgreSQL prints. Binary forms are
/// float8 coordinates, of a path after whether it is closed, of a path and a polygon after the
/// number of points.
public final class GeometricCodec extends PrintedCodec {

    /// The types, by their names in PostgreSQL.
    public enum Shape {
        POINT,
        LINE,
        LSEG,
        BOX,
        PATH,
        POLYGON,
        CIRCLE
    }

    private static final int POINT_BYTES = 16;

    private final Shape shape;

    public GeometricCodec(Shape shape) {
        super(ValueFamily.OTHER);
        this.shape = shape;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("geometric value", bytes, start, end);
        switch (shape) {
            case POINT -> point(reader, out);
            case LINE -> {
                out.put('{');
                coordinates(reader, 3, out);
                out.put('}');
            }
            case LSEG -> {
                out.put('[');
                points(reader, 2, out);
                out.put(']');
            }
            case BOX -> points(reader, 2, out);
            case PATH -> {
                boolean closed = reader.uint8() != 0;
                out.put(closed ? '(' : '[');
                points(reader, reader.count(POINT_BYTES), out);
                out.put(closed ? ')' : ']');
            }
            case POLYGON -> {
                out.put('(');
                points(reader, reader.count(POINT_BYTES), out);
                out.put(')');
            }
            case CIRCLE -> {
                out.put('<');
                point(reader, out);
                out.put(',');
                coordinates(reader, 1, out);
                out.put('>');
            }
        }
        reader.finish();
    }

    private static void points(ValueReader reader, int count, JsonOutput out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(',');
            }
            point(reader, out);
        }
    }

    private static void point(ValueReader reader, JsonOutput out) {
        out.put('(');
        coordinates(reader, 2, out);
        out.put(')');
    }

    private static void coordinates(ValueReader reader, int count, JsonOutput out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.put(',');
            }
            FloatDigits.print(reader.float8(), out);
        }
    }
}
