package io.meilibridge.dev.http;

import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param path as sent, without the query, percent-encoded still
/// @param query as sent, without the question mark; empty when there is none
/// @param headers by lower-case name, the last of repeated ones
/// @param body read once, as it arrives from the client
public record HttpRequest(
        String method, String path, String query, Map<String, String> headers, InputStream body) {

    public HttpRequest {
        headers = Map.copyOf(headers);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    boolean keepsAlive() {
        String connection = header("Connection");
        return connection == null || !connection.equalsIgnoreCase("close");
    }
}
