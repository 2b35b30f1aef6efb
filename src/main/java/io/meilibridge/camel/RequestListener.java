package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.document.IndexUid;
import io.meilibridge.meilisearch.Operation;

/// Hears of batches and requests, from the thread that sends them.
public interface RequestListener {

    void batchBegun(String task, Batch batch);

    /// @param status the HTTP status; 0 when there was no answer
    void requestDone(IndexUid index, Operation operation, int status, long takenNanos);
}
