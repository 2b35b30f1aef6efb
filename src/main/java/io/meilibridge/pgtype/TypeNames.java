package io.meilibridge.pgtype;

import io.meilibridge.event.ColumnType;

/// What types are called where a user reads them.
public final class TypeNames {

    private TypeNames() {}

    /// The name that one would write in SQL: `integer`, `text[]`, `timestamptz`, `public.mood`.
    public static String of(ColumnType type) {
        if (!type.schema().isEmpty() && !type.schema().equals("pg_catalog")) {
            return type.schema() + "." + type.name();
        }
        if (!type.name().isEmpty()) {
            return ofName(type.name());
        }
        BuiltInType own = BuiltInType.byOid(type.oid());
        if (own != null) {
            return sql(own.typeName());
        }
        BuiltInType item = BuiltInType.byArrayOid(type.oid());
        return item == null ? Integer.toUnsignedString(type.oid()) : sql(item.typeName()) + "[]";
    }

    private static String ofName(String name) {
        return name.startsWith("_") ? sql(name.substring(1)) + "[]" : sql(name);
    }

    private static String sql(String name) {
        return switch (name) {
            case "bool" -> "boolean";
            case "int2" -> "smallint";
            case "int4" -> "integer";
            case "int8" -> "bigint";
            case "float4" -> "real";
            case "float8" -> "double precision";
            case "bpchar" -> "character";
            default -> name;
        };
    }
}
