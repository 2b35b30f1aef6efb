package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpRequest;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.task.Task;
import io.meilibridge.dev.meilisearch.task.TaskWork;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request on its way through a route.
public final class Call {

    private final Instance instance;
    private final HttpRequest request;
    private final List<String> path;
    private int documents;

    /// Splits the path; a slash at its end does not count.
    public Call(Instance instance, HttpRequest request) {
        this.instance = instance;
        this.request = request;
        this.path =
                Arrays.stream(request.path().split("/"))
                        .skip(1)
                        .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                        .toList();
    }

    public String method() {
        return request.method();
    }

    public @Nullable String customMetadata() {
        return Query.of(request.query()).text("customMetadata");
    }

    /// How many documents or ids the request brought, as far as it was read.
    public int documents() {
        return documents;
    }

    Instance instance() {
        return instance;
    }

    /// The parts of the path.
    List<String> path() {
        return path;
    }

    String rawQuery() {
        return request.query();
    }

    Access authorize(String action) {
        return instance.keys().authorize(request.header("Authorization"), action, null);
    }

    /// For routes below `/indexes/{uid}`.
    Access authorizeIndex(String action) {
        return instance.keys().authorize(request.header("Authorization"), action, path.get(1));
    }

    Query query(String... known) {
        return Query.of(request.query()).only(Set.of(known));
    }

    /// The index of the path.
    String indexUid() {
        return IndexNames.checked(path.get(1), "invalid_index_uid");
    }

    /// Without its parameters, in lower case.
    ///
    /// @throws RequestRefusedException with `missing_content_type`
    String contentType() {
        String header = request.header("Content-Type");
        if (header == null || header.isBlank()) {
            throw new RequestRefusedException(
                    "missing_content_type", "A Content-Type header is missing.");
        }
        int parameters = header.indexOf(';');
        String type = parameters < 0 ? header : header.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    byte[] body() throws IOException {
        return BodyReader.read(request, instance.payloadBytesMax());
    }

    /// @throws RequestRefusedException when the type is not JSON or the body is not
    JsonNode json() throws IOException {
        if (!contentType().equals("application/json")) {
            throw invalidContentType();
        }
        byte[] body = body();
        if (body.length == 0) {
            throw new RequestRefusedException("missing_payload", "A json payload is missing.");
        }
        try {
            return Json.read(body);
        } catch (JsonProcessingException e) {
            throw new RequestRefusedException(
                    "malformed_payload", "The json payload provided is malformed.");
        }
    }

    /// @throws RequestRefusedException with `bad_request` for anything but an object of these
    ///   fields
    ObjectNode object(Set<String> known) throws IOException {
        return Bodies.object(json(), known);
    }

    static RequestRefusedException invalidContentType() {
        return new RequestRefusedException(
                "invalid_content_type", "The Content-Type is not one that this route takes.");
    }

    void countDocuments(int count) {
        documents = count;
    }

    HttpResponse enqueue(@Nullable String indexUid, TaskWork work) {
        return enqueue(202, indexUid, work);
    }

    HttpResponse enqueue(int status, @Nullable String indexUid, TaskWork work) {
        ObjectNode summary =
                instance.queue().register(new Task.Request(indexUid, work, customMetadata()));
        return HttpResponse.json(status, Json.write(summary));
    }

    static HttpResponse ok(JsonNode body) {
        return HttpResponse.json(200, Json.write(body));
    }
}
