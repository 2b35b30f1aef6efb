package io.meilibridge.snapshot;

/// The stream that rows are read beside.
///
/// @param epoch grows each time the stream is opened; what was begun in another one is void
/// @param delivered by this stream
public record Beside(long epoch, DeliveredTransactions delivered) {}
