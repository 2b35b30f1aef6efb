package io.meilibridge.pgtype;

/// How `numeric` is written: the configuration key `types.numeric`.
public enum NumericForm {
    /// A JSON number with the digits as PostgreSQL prints them. Meilisearch keeps what fits 64 bit
    /// integers exactly and the rest as a double.
    NUMBER,
    /// A JSON string with the same digits: exact, but not filterable as a number.
    STRING
}
