package io.meilibridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Asks the application under test.
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    record Answer(int status, String type, String text) {

        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }

        /// A problem, whole and without any of our insides.
        void isProblem(int expected, String code) throws IOException {
            assertThat(status).as(text).isEqualTo(expected);
            assertThat(type).startsWith("application/problem+json");
            assertThat(json().path("status").asInt()).isEqualTo(expected);
            assertThat(json().path("code").asText()).isEqualTo(code);
            for (String field : List.of("type", "title", "detail")) {
                assertThat(json().path(field).asText()).as(field).isNotEmpty();
            }
            assertThat(json().has("hint")).isTrue();
            assertThat(text).doesNotContain("at io.meilibridge", "Exception");
        }
    }

    static URI root() {
        return ConfigProvider.getConfig().getValue("test.url", URI.class);
    }

    Answer get(String path) throws Exception {
        return ask("GET", path, null, null);
    }

    Answer post(String path, @Nullable String body) throws Exception {
        return ask("POST", path, null, body);
    }

    /// @param authorization the header; null for none
    Answer ask(String method, String path, @Nullable String authorization, @Nullable String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root().resolve(path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    /// Reads an answer to its end, unless that is a stream without one.
    Answer send(HttpRequest request) throws Exception {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("Content-Type").orElse("");
        try (InputStream body = response.body()) {
            String text =
                    type.startsWith("text/event-stream")
                            ? ""
                            : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), type, text);
        }
    }
}
