package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import java.util.Objects;

/// An array of any type: a JSON array of its items' JSON, nested for several dimensions, SQL NULL
/// items as `null`. Bounds other than 1 (`[0:2]={…}`) are not shown in JSON.
public final class ArrayCodec extends TypeCodec {

    /// The most dimensions PostgreSQL allows.
    static final int DIMENSIONS_MAX = 6;

    private final TypeCodec item;
    private final char delimiter;
    private final boolean certain;

    /// @param delimiter what the item type's arrays print between items: a comma, of box a
    ///   semicolon
    public ArrayCodec(TypeCodec item, char delimiter) {
        this(item, delimiter, true);
    }

    private ArrayCodec(TypeCodec item, char delimiter, boolean certain) {
        super(ValueFamily.ARRAY);
        this.certain = certain;
        this.item = Objects.requireNonNull(item, "item is null");
        this.delimiter = delimiter;
    }

    /// What is most likely an array of a user's type, going by the underscore its name begins with.
    /// PostgreSQL lets any type be named so: a text that is no array is then written as a string.
    public static ArrayCodec ofUserType(TypeCodec item, char delimiter) {
        return new ArrayCodec(item, delimiter, false);
    }

    @Override
    public boolean readsBinary() {
        return item.readsBinary();
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (certain || (start < end && (bytes[start] == '{' || bytes[start] == '['))) {
            new ArrayText(item, delimiter, out).write(bytes, start, end);
        } else {
            out.string(bytes, start, end);
        }
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        new ArrayBinary(item, delimiter, out).write(bytes, start, end);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        new ArrayBinary(item, delimiter, out).print(bytes, start, end);
    }
}
