package io.meilibridge.pgtype;

import io.meilibridge.event.ColumnType;
import io.meilibridge.pgtype.nested.ArrayCodec;
import io.meilibridge.pgtype.nested.HstoreCodec;
import io.meilibridge.pgtype.nested.VectorCodec;
import io.meilibridge.pgtype.scalar.TextCodec;
import io.meilibridge.pgtype.scalar.TextOnlyCodec;
import org.jspecify.annotations.Nullable;

/// Finds the codec of a column's type: a built-in type's by OID; a domain's by the name of its base
/// type, which is how the stream announces it; an extension's by the type's name, whatever schema
/// the extension was installed to.
public final class TypeCodecs {

    private static final String CATALOG = "pg_catalog";

    private TypeCodecs() {}

    /// The codec of a type. Every type has one: what is not known is written as the string that
    /// PostgreSQL prints, an array of it as an array of those.
    public static TypeCodec of(ColumnType type, TypeOptions options) {
        String name = type.name();
        if (type.schema().isEmpty()) {
            return builtIn(
                    BuiltInType.byOid(type.oid()), BuiltInType.byArrayOid(type.oid()), options);
        }
        if (type.schema().equals(CATALOG)) {
            BuiltInType item = name.startsWith("_") ? BuiltInType.byName(name.substring(1)) : null;
            return builtIn(BuiltInType.byName(name), item, options);
        }
        if (name.startsWith("_")) {
            String item = name.substring(1);
            return ArrayCodec.ofUserType(userType(item), userDelimiter(item));
        }
        return userType(name);
    }

    /// Whether the type's binary form can be read. A table with a column of another type is not to
    /// be streamed with `binary: true`.
    public static boolean supportsBinary(ColumnType type) {
        return of(type, TypeOptions.DEFAULTS).readsBinary();
    }

    private static TypeCodec builtIn(
            @Nullable BuiltInType type, @Nullable BuiltInType item, TypeOptions options) {
        if (type != null) {
            return type.codec(options);
        }
        if (item != null) {
            return new ArrayCodec(item.codec(options), item.delimiter());
        }
        return new TextOnlyCodec("built-in type that is not known", ValueFamily.TEXT);
    }

    private static TypeCodec userType(String name) {
        return switch (name) {
            case "hstore" -> new HstoreCodec();
            case "citext" -> new TextCodec(ValueFamily.TEXT);
            case "vector", "halfvec" -> VectorCodec.PGVECTOR;
            default -> new TextOnlyCodec("user-defined type", ValueFamily.TEXT);
        };
    }

    /// PostGIS types print a colon between the items of their arrays.
    private static char userDelimiter(String item) {
        return item.equals("geometry") || item.equals("geography") ? ':' : ',';
    }
}
