package io.meilibridge.dev.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Sends what the tests of the stand-in need.
final class StandInClient implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    StandInClient(String url) {
        this.url = url;
    }

    HttpResponse<String> exchange(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    JsonNode send(String method, String path, String body)
            throws IOException, InterruptedException {
        return Json.read(exchange(method, path, body).body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    JsonNode task(JsonNode accepted) throws IOException, InterruptedException {
        return get("/tasks/" + accepted.path("taskUid").asInt());
    }

    @Override
    public void close() {
        client.close();
    }
}
