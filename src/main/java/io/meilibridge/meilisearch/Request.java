package io.meilibridge.meilisearch;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// One HTTP request to Meilisearch.
///
/// @param path absolute, percent-encoded where needed
/// @param query without the question mark, percent-encoded; empty for none
/// @param body only its first `bodyLength` bytes are sent. It may be a buffer that is filled anew
///   for the next request, so it is read before this one is answered
/// @param contentType empty when there is no body
/// @param documents documents or ids that the body names
public record Request(
        Method method,
        String path,
        String query,
        String contentType,
        byte[] body,
        int bodyLength,
        Operation operation,
        int documents) {

    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    public Request {
        Objects.requireNonNull(method, "method is null");
        Objects.checkFromIndexSize(0, bodyLength, body.length);
    }

    static Request get(String path, String query, Operation operation) {
        return new Request(Method.GET, path, query, "", new byte[0], 0, operation, 0);
    }

    static Request json(Method method, String path, String json, Operation operation) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new Request(method, path, "", "application/json", body, body.length, operation, 0);
    }

    /// Without the body, which holds row values.
    @Override
    public String toString() {
        return method + " " + path + " (" + operation + ", " + documents + " documents)";
    }
}
