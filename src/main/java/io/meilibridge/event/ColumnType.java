package io.meilibridge.event;

import java.util.Objects;

/// A type as the stream names it. Built-in types are known by OID alone and have no name here;
/// every other one is announced by a Type message that carries schema and name, for a domain those
/// of its base type.
///
/// @param oid unsigned 32 bit
/// @param schema empty for a built-in type
/// @param name empty for a built-in type
public record ColumnType(int oid, String schema, String name) {

    public ColumnType {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(name, "name is null");
    }

    public static ColumnType builtIn(int oid) {
        return new ColumnType(oid, "", "");
    }
}
