package io.meilibridge.dev.sink;

/// A write request whose body has arrived completely.
///
/// @param nanos by [System#nanoTime], when the last byte had been read
/// @param rows documents or ids in this request
/// @param rowsSoFar in all requests up to this one: with one sender, the row that was sent as
///   number n arrived with the first request whose count reaches n
/// @param bytes of the body, decompressed
public record Arrival(long nanos, String indexUid, int rows, long rowsSoFar, long bytes) {}
