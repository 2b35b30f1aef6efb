package io.meilibridge.event;

import java.util.Objects;

/// Schema and name of a table, as PostgreSQL stores them, unquoted.
public record TableName(String schema, String name) implements Comparable<TableName> {

    public TableName {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(name, "name is null");
    }

    /// The name as an SQL identifier, both parts quoted.
    public String quoted() {
        return quote(schema) + "." + quote(name);
    }

    /// One identifier quoted for SQL.
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
