package io.meilibridge.pgtype;

/// What kind of value a type holds: what a filter, a document id or a transform has to know of it.
public enum ValueFamily {
    BOOLEAN,
    /// Whole numbers: int2, int4, int8, oid, xid, cid, xid8.
    INTEGER,
    /// float4, float8, numeric, money.
    NUMBER,
    /// text, varchar, bpchar, "char", name, citext, and every type that is not known here: enums,
    /// composites, types of extensions.
    TEXT,
    UUID,
    /// bytea.
    BYTES,
    DATE,
    /// time and timetz.
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    INTERVAL,
    /// json, jsonb, hstore: written as nested JSON.
    JSON,
    /// Arrays, and vectors of numbers.
    ARRAY,
    /// Built-in types that are written as the string PostgreSQL prints: network addresses, bit
    /// strings, geometric types, ranges, full text types and the like.
    OTHER;

    /// Whether [TypeCodec#number] answers.
    public boolean isNumeric() {
        return this == INTEGER || this == NUMBER;
    }

    /// Whether [TypeCodec#micros] answers.
    public boolean isTime() {
        return this == DATE || this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
    }
}
