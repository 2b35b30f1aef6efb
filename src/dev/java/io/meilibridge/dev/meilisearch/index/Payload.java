package io.meilibridge.dev.meilisearch.index;

/// The documents of one request: a JSON array of objects, or objects one after the other. Its
/// syntax is known to be right.
///
/// @param documents how many there are
public record Payload(byte[] bytes, int documents) {

    @Override
    public String toString() {
        return "Payload[" + documents + " documents, " + bytes.length + " bytes]";
    }
}
