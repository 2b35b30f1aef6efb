package io.meilibridge.pgtype;

/// How `timestamp` and `timestamptz` are written: the configuration key `types.timestamps`.
public enum TimestampForm {
    /// `2024-01-31T13:37:00.123`, of a timestamptz in UTC with `Z`.
    ISO8601,
    /// Milliseconds since 1970-01-01 UTC, rounded down, a timestamp read as UTC: what Meilisearch
    /// can filter and sort by.
    EPOCH_MS
}
