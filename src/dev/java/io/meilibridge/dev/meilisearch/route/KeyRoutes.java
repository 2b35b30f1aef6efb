package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.auth.ApiKey;
import io.meilibridge.dev.meilisearch.auth.KeyRing;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/keys` and `/keys/{uid or key}`.
final class KeyRoutes {

    private static final Set<String> GLOBAL =
            Set.of("version", "export", "dumps.create", "snapshots.create", "metrics.get");
    private static final List<String> GLOBAL_FAMILIES =
            List.of("keys.", "webhooks.", "network.", "experimental.", "tasks.compact");

    HttpResponse answer(Call call) throws IOException {
        String action =
                switch (call.method()) {
                    case "GET" -> "keys.get";
                    case "POST" -> "keys.create";
                    case "PATCH" -> "keys.update";
                    case "DELETE" -> "keys.delete";
                    default -> "keys.*";
                };
        call.authorize(action);
        KeyRing keys = call.instance().keys();
        if (call.path().size() == 1) {
            return switch (call.method()) {
                case "GET" -> list(call, keys);
                case "POST" -> create(call, keys);
                default -> Routes.wrongMethod();
            };
        }
        ApiKey key = keys.find(call.path().get(1)).orElseThrow(() -> unknown(call));
        return switch (call.method()) {
            case "GET" -> Call.ok(key.json());
            case "PATCH" -> {
                ObjectNode body = call.object(Set.of("name", "description"));
                yield Call.ok(keys.rename(key, naming(body)).json());
            }
            case "DELETE" -> {
                keys.delete(key);
                yield HttpResponse.empty(204);
            }
            default -> Routes.wrongMethod();
        };
    }

    private static HttpResponse list(Call call, KeyRing keys) {
        Query query = call.query("offset", "limit");
        long offset = query.number("offset", 0, "invalid_api_key_offset");
        long limit = query.number("limit", 20, "invalid_api_key_limit");
        List<ApiKey> all = keys.all();
        ArrayNode results = Json.array();
        all.stream().skip(offset).limit(limit).forEach(key -> results.add(key.json()));
        ObjectNode page = Json.object();
        page.set("results", results);
        page.put("offset", offset).put("limit", limit).put("total", all.size());
        return Call.ok(page);
    }

    private static HttpResponse create(Call call, KeyRing keys) throws IOException {
        call.query();
        ObjectNode body =
                call.object(
                        Set.of("uid", "name", "description", "actions", "indexes", "expiresAt"));
        List<String> actions = required(body, "actions");
        List<String> indexes = required(body, "indexes");
        if (!body.has("expiresAt")) {
            throw new RequestRefusedException("missing_api_key_expires_at", "Missing expiresAt.");
        }
        if (!indexes.contains("*") && actions.stream().anyMatch(KeyRoutes::isGlobal)) {
            throw new RequestRefusedException(
                    "index_scoped_api_key_with_global_action",
                    "A key to some indexes cannot hold an action on the whole instance.");
        }
        ApiKey key =
                keys.create(uid(body), naming(body), new Access(indexes, actions), expiresAt(body));
        return HttpResponse.json(201, Json.write(key.json()));
    }

    private static boolean isGlobal(String action) {
        return GLOBAL.contains(action) || GLOBAL_FAMILIES.stream().anyMatch(action::startsWith);
    }

    private static List<String> required(ObjectNode body, String field) {
        List<String> texts = Bodies.texts(body, field, "invalid_api_key_" + field);
        if (texts == null) {
            throw new RequestRefusedException("missing_api_key_" + field, "Missing " + field);
        }
        return texts;
    }

    private static ApiKey.Naming naming(ObjectNode body) {
        return new ApiKey.Naming(
                Bodies.text(body, "name", "invalid_api_key_name"),
                Bodies.text(body, "description", "invalid_api_key_description"));
    }

    private static @Nullable UUID uid(ObjectNode body) {
        String text = Bodies.text(body, "uid", "invalid_api_key_uid");
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException("invalid_api_key_uid", "The uid is not a UUID.");
        }
    }

    private static @Nullable Instant expiresAt(ObjectNode body) {
        String text = Bodies.text(body, "expiresAt", "invalid_api_key_expires_at");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new RequestRefusedException(
                    "invalid_api_key_expires_at", "expiresAt is not an RFC 3339 date.");
        }
    }

    private static RequestRefusedException unknown(Call call) {
        return new RequestRefusedException(
                "api_key_not_found", "API key `" + call.path().get(1) + "` not found.");
    }
}
