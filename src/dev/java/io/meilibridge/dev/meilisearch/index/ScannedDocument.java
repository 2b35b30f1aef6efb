package io.meilibridge.dev.meilisearch.index;

import java.util.Arrays;

/// Where a document lies in its payload and what was found in it.
///
/// @param id empty when ids were not looked for
/// @param end behind the last byte
/// @param hasReservedFields whether one of the names starts with an underscore
record ScannedDocument(String id, int start, int end, FieldShape shape, boolean hasReservedFields) {

    StoredDocument stored(byte[] payload) {
        return new StoredDocument(Arrays.copyOfRange(payload, start, end), shape);
    }
}
