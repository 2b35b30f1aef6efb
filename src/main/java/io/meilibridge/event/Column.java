package io.meilibridge.event;

import java.util.Objects;

/// A column as its table's Relation message announces it.
///
/// @param name as PostgreSQL stores it, unquoted
/// @param type the column's type; of a domain, its base type
/// @param typeModifier `atttypmod`, −1 when there is none
/// @param key whether the column is part of the replica identity (not: of the primary key)
public record Column(String name, ColumnType type, int typeModifier, boolean key) {

    public Column {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(type, "type is null");
    }
}
