package io.meilibridge.pgtype;

import io.meilibridge.event.ColumnType;
import io.meilibridge.pgtype.scalar.BooleanCodec;
import io.meilibridge.pgtype.scalar.IntegerCodec;
import io.meilibridge.pgtype.scalar.TextCodec;

/// Finds the codec of a column's type.
public final class TypeCodecs {

    private TypeCodecs() {}

    /// The codec of a type. Every type has one: what is not known is written as the string that
    /// PostgreSQL prints, an array of it as an array of those.
    public static TypeCodec of(ColumnType type, TypeOptions options) {
        return switch (type.oid()) {
            case 16 -> new BooleanCodec();
            case 20 -> IntegerCodec.INT8;
            case 21 -> IntegerCodec.INT2;
            case 23 -> IntegerCodec.INT4;
            case 26 -> IntegerCodec.UINT4;
            default -> new TextCodec(ValueFamily.TEXT);
        };
    }

    /// Whether the type's binary form can be read. A table with a column of another type is not to
    /// be streamed with `binary: true`.
    public static boolean supportsBinary(ColumnType type) {
        return type.schema().isEmpty();
    }
}
