package io.meilibridge.dev.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpAnswer;
import io.meilibridge.dev.http.HttpHandler;
import io.meilibridge.dev.http.HttpRequest;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The routes of the sink: writes are counted, everything else is answered so that a client is
/// content.
final class SinkFront implements HttpHandler {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final String STARTED = "2026-01-01T00:00:00Z";

    private final SinkTasks tasks;
    private final ArrivalLog arrivals;

    /// Primary key by index.
    private final Map<String, String> indexes = new ConcurrentHashMap<>();

    private final ThreadLocal<byte[]> buffers =
            ThreadLocal.withInitial(() -> new byte[BUFFER_BYTES]);

    SinkFront(SinkTasks tasks, ArrivalLog arrivals) {
        this.tasks = tasks;
        this.arrivals = arrivals;
    }

    @Override
    public HttpAnswer handle(HttpRequest request) throws IOException {
        String[] path = request.path().substring(1).split("/", -1);
        Map<String, String> query = query(request.query());
        return switch (path[0]) {
            case "health" -> ok(Json.object().put("status", "available"));
            case "version" -> ok(Json.object().put("pkgVersion", "1.50.0"));
            case "tasks" ->
                    path.length == 1
                            ? ok(tasks.page(query))
                            : found(tasks.view(path[1]), "task_not_found");
            case "indexes" ->
                    path.length < 3 ? index(request, path) : ofIndex(request, path, query);
            default -> HttpResponse.empty(404);
        };
    }

    private HttpAnswer ofIndex(HttpRequest request, String[] path, Map<String, String> query)
            throws IOException {
        String uid = path[1];
        boolean reads = request.method().equals("GET");
        return switch (path[2]) {
            case "documents" ->
                    path.length == 4 && path[3].equals("fetch")
                            ? ok(noDocuments())
                            : write(request, path, query);
            case "settings" -> reads ? ok(Json.object()) : accept(uid, "settingsUpdate");
            case "stats" ->
                    ok(
                            Json.object()
                                    .put("numberOfDocuments", arrivals.rows())
                                    .put("isIndexing", !tasks.areDone()));
            default -> HttpResponse.empty(404);
        };
    }

    /// What is counted is not kept.
    private static ObjectNode noDocuments() {
        ObjectNode page = Json.object();
        page.putArray("results");
        return page.put("offset", 0).put("limit", 0).put("total", 0);
    }

    private HttpAnswer index(HttpRequest request, String[] path) throws IOException {
        return switch (request.method()) {
            case "GET" -> path.length == 1 ? allIndexes() : found(view(path[1]), "index_not_found");
            case "POST" -> {
                JsonNode body = Json.read(request.body().readAllBytes());
                String uid = body.path("uid").asText();
                indexes.put(uid, body.path("primaryKey").asText());
                yield accept(uid, "indexCreation");
            }
            case "DELETE" -> {
                indexes.remove(path[1]);
                yield accept(path[1], "indexDeletion");
            }
            default -> accept(path[1], "indexUpdate");
        };
    }

    private HttpAnswer allIndexes() {
        ObjectNode page = Json.object();
        indexes.keySet().stream().sorted().map(this::view).forEach(page.putArray("results")::add);
        return ok(page.put("offset", 0).put("limit", indexes.size()).put("total", indexes.size()));
    }

    private @Nullable ObjectNode view(String uid) {
        String key = indexes.get(uid);
        return key == null
                ? null
                : Json.object()
                        .put("uid", uid)
                        .put("createdAt", STARTED)
                        .put("updatedAt", STARTED)
                        .put("primaryKey", key);
    }

    private HttpAnswer write(HttpRequest request, String[] path, Map<String, String> query)
            throws IOException {
        String uid = path[1];
        boolean adds = path.length == 3 && !request.method().equals("DELETE");
        if (adds) {
            indexes.putIfAbsent(uid, query.getOrDefault("primaryKey", "id"));
        }
        InputStream body =
                "gzip".equals(request.header("Content-Encoding"))
                        ? new GZIPInputStream(request.body(), BUFFER_BYTES)
                        : request.body();
        byte[] buffer = buffers.get();
        LineCount count = adds ? LineCount.ofLines(body, buffer) : LineCount.ofItems(body, buffer);
        int rows = adds ? count.lines() : count.items();
        arrivals.add(uid, rows, count.bytes());
        String type = adds ? "documentAdditionOrUpdate" : "documentDeletion";
        return HttpResponse.json(
                202, Json.write(tasks.register(uid, type, rows, query.get("customMetadata"))));
    }

    private HttpAnswer accept(String uid, String type) {
        return HttpResponse.json(202, Json.write(tasks.register(uid, type, null, null)));
    }

    private static HttpAnswer ok(JsonNode body) {
        return HttpResponse.json(200, Json.write(body));
    }

    private static HttpAnswer found(@Nullable ObjectNode view, String code) {
        return view == null
                ? HttpResponse.json(
                        404, Json.write(new MeilisearchError(code, "Not found.").json()))
                : ok(view);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                query.put(
                        pair.substring(0, sign),
                        URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
