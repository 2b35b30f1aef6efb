package io.meilibridge.meilisearch;

/// A batch that was begun to be sent and is not settled.
///
/// @param keyField the field of the documents that is the index's primary key
public record UnsettledBatch(Settlement settlement, String keyField) {}
