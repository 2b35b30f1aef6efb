package io.meilibridge.pgoutput;

/// Whether the server sends large transactions before they end: the option `streaming`.
public enum StreamingMode {
    /// Never: each transaction arrives whole, after its commit.
    OFF,
    /// In blocks; protocol 2, PostgreSQL 14.
    ON,
    /// In blocks, with what a parallel receiver needs to know of aborts; protocol 4, PostgreSQL 16.
    PARALLEL
}
