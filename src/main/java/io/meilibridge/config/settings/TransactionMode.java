package io.meilibridge.config.settings;

/// Whether batches may cut a transaction.
public enum TransactionMode {
    INDIVIDUAL,
    /// A transaction is not split over requests where it fits the limits.
    BATCH
}
