package io.meilibridge.dev.meilisearch.schedule;

/// Lets tests make tasks fail.
public interface DocumentCheck {

    /// Called for every id that a task adds or deletes; throws what the task or its batch is to
    /// fail with.
    void id(String indexUid, String id);

    /// Called once before each batch of document changes; throws what the batch is to fail with.
    void batch(String indexUid);
}
