package io.meilibridge.command;

import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.DestinationFaults;
import io.meilibridge.meilisearch.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;

/// Asks the configured Meilisearch outside of the service, one request after the other.
final class MeilisearchHttp implements Function<Request, Answer>, AutoCloseable {

    private final MeilisearchSettings settings;
    private final HttpClient client;

    MeilisearchHttp(MeilisearchSettings settings) {
        this.settings = settings;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.timeout())
                        .build();
    }

    /// @throws io.meilibridge.fault.DeliveryException when there is no answer
    @Override
    public Answer apply(Request request) {
        try {
            HttpResponse<byte[]> response = client.send(http(request), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), Duration.ZERO);
        } catch (IOException unanswered) {
            throw DestinationFaults.unanswered(request, unanswered);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw DestinationFaults.unanswered(request, end);
        }
    }

    private HttpRequest http(Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(settings.url() + request.path() + query))
                        .timeout(settings.timeout())
                        .method(
                                request.method().name(),
                                BodyPublishers.ofByteArray(
                                        request.body(), 0, request.bodyLength()));
        if (!request.contentType().isEmpty()) {
            builder.header("Content-Type", request.contentType());
        }
        Secret key = settings.apiKey();
        if (key != null) {
            builder.header("Authorization", "Bearer " + key.value());
        }
        return builder.build();
    }

    @Override
    public void close() {
        client.close();
    }
}
