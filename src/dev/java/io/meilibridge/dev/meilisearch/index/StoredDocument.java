package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.UncheckedIOException;

/// A document as it was sent.
public record StoredDocument(byte[] json, FieldShape shape) {

    public JsonNode tree() {
        try {
            return Json.read(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "StoredDocument[" + json.length + " bytes]";
    }
}
