package io.meilibridge.meilisearch;

import io.meilibridge.event.Position;
import io.meilibridge.fault.PipelineException;

/// A document that Meilisearch refuses, whatever it is sent with.
///
/// @param document JSON; empty for a deletion
/// @param fault what is wrong with it
public record Refusal(
        String documentId, Position position, String document, PipelineException fault) {

    /// Not the document: a document's values do not belong in logs.
    @Override
    public String toString() {
        return "Refusal[" + position + ", " + fault.code() + "]";
    }
}
