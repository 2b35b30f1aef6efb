package io.meilibridge.meilisearch.contract;

import com.fasterxml.jackson.databind.JsonNode;

/// An answer; the body is a missing node where there was none.
record Reply(int status, JsonNode body) {

    String text(String field) {
        return body.path(field).asText();
    }
}
