package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.meilisearch.Request;

/// Hears of batches and requests, from the thread that sends them.
public interface RequestListener {

    void batchBegun(String task, Batch batch);

    /// @param status the HTTP status; 0 when there was no answer
    void requestDone(String task, Request request, int status, long takenNanos);
}
