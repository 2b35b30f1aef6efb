package io.meilibridge.document;

import java.nio.charset.StandardCharsets;

/// One rendered JSON object: a slice of UTF-8 bytes without line breaks, so that it is a line of
/// NDJSON as it stands. Not to be written to; many documents share one array.
///
/// @param length in bytes
public record Document(byte[] bytes, int start, int length) {

    public static Document of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new Document(bytes, 0, bytes.length);
    }

    public String json() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /// The size only: a document's values do not belong in logs.
    @Override
    public String toString() {
        return "Document[" + length + " bytes]";
    }
}
