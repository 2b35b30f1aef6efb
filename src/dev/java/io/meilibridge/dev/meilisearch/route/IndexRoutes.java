package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.index.PrimaryKey;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.task.TaskWork.CompactIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.CreateIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteIndex;
import io.meilibridge.dev.meilisearch.task.TaskWork.UpdateIndex;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/indexes`, `/indexes/{uid}`, its `/stats` and `/compact`.
final class IndexRoutes {

    private static final int LIMIT = 20;

    HttpResponse answer(Call call) throws IOException {
        return switch (call.path().size()) {
            case 1 ->
                    switch (call.method()) {
                        case "GET" -> list(call);
                        case "POST" -> create(call);
                        default -> Routes.wrongMethod();
                    };
            case 2 ->
                    switch (call.method()) {
                        case "GET" -> get(call);
                        case "PATCH" -> update(call);
                        case "DELETE" -> delete(call);
                        default -> Routes.wrongMethod();
                    };
            case 3 ->
                    switch (call.method() + " " + call.path().getLast()) {
                        case "GET stats" -> stats(call);
                        case "POST compact" -> compact(call);
                        default -> Routes.wrongMethod();
                    };
            default -> Routes.unknown();
        };
    }

    static ObjectNode stats(Instance instance, String uid, Index index) {
        int documents = index.documents().size();
        ObjectNode view = Json.object();
        view.put("numberOfDocuments", documents);
        view.put("rawDocumentDbSize", index.documentBytes());
        view.put("avgDocumentSize", documents == 0 ? 0 : index.documentBytes() / documents);
        view.put("isIndexing", instance.queue().isIndexing(uid));
        view.put("numberOfEmbeddings", 0);
        view.put("numberOfEmbeddedDocuments", 0);
        index.fieldDistribution().forEach(view.putObject("fieldDistribution")::put);
        return view;
    }

    private static HttpResponse list(Call call) {
        Access access = call.authorize("indexes.get");
        Query query = call.query("offset", "limit");
        long offset = query.number("offset", 0, "invalid_index_offset");
        long limit = query.number("limit", LIMIT, "invalid_index_limit");
        Indexes indexes = call.instance().indexes();
        return indexes.reading(() -> {
            List<Map.Entry<String, Index>> seen =
                    indexes.all().entrySet().stream()
                            .filter(entry -> access.opens(entry.getKey()))
                            .toList();
            ArrayNode results = Json.array();
            seen.stream()
                    .skip(offset)
                    .limit(limit)
                    .forEach(entry -> results.add(view(entry.getKey(), entry.getValue())));
            ObjectNode page = Json.object();
            page.set("results", results);
            page.put("offset", offset).put("limit", limit).put("total", seen.size());
            return Call.ok(page);
        });
    }

    private static HttpResponse create(Call call) throws IOException {
        Access access = call.authorize("indexes.create");
        call.query();
        ObjectNode body = call.object(Set.of("uid", "primaryKey"));
        String uid = Bodies.text(body, "uid", "invalid_index_uid");
        if (uid == null) {
            throw new RequestRefusedException("missing_index_uid", "Missing field `uid`.");
        }
        IndexNames.checked(uid, "invalid_index_uid");
        if (!access.opens(uid)) {
            throw new RequestRefusedException(
                    "invalid_api_key", "The API key cannot access `" + uid + "`.");
        }
        return call.enqueue(uid, new CreateIndex(primaryKey(body)));
    }

    private static HttpResponse get(Call call) {
        call.authorizeIndex("indexes.get");
        call.query();
        String uid = call.indexUid();
        Indexes indexes = call.instance().indexes();
        return Call.ok(indexes.reading(() -> view(uid, indexes.require(uid))));
    }

    private static HttpResponse update(Call call) throws IOException {
        Access access = call.authorizeIndex("indexes.update");
        call.query();
        String uid = call.indexUid();
        ObjectNode body = call.object(Set.of("primaryKey", "uid", "createdAt", "updatedAt"));
        if (body.has("createdAt")) {
            throw new RequestRefusedException("immutable_index_created_at", "Immutable field.");
        }
        if (body.has("updatedAt")) {
            throw new RequestRefusedException("immutable_index_updated_at", "Immutable field.");
        }
        String newUid = Bodies.text(body, "uid", "invalid_index_uid");
        if (newUid != null) {
            IndexNames.checked(newUid, "invalid_index_uid");
            if (!access.opens(newUid)) {
                throw new RequestRefusedException(
                        "invalid_api_key", "The API key cannot access `" + newUid + "`.");
            }
        }
        return call.enqueue(uid, new UpdateIndex(primaryKey(body), newUid));
    }

    private static HttpResponse delete(Call call) {
        call.authorizeIndex("indexes.delete");
        call.query();
        return call.enqueue(call.indexUid(), new DeleteIndex());
    }

    private static HttpResponse compact(Call call) {
        call.authorizeIndex("indexes.compact");
        call.query();
        return call.enqueue(call.indexUid(), new CompactIndex());
    }

    private static HttpResponse stats(Call call) {
        call.authorizeIndex("stats.get");
        call.query("sizeFormat", "showInternalDatabaseSizes");
        String uid = call.indexUid();
        Instance instance = call.instance();
        Indexes indexes = instance.indexes();
        return Call.ok(indexes.reading(() -> stats(instance, uid, indexes.require(uid))));
    }

    private static @Nullable PrimaryKey primaryKey(ObjectNode body) {
        String name = Bodies.text(body, "primaryKey", "invalid_index_primary_key");
        return name == null ? null : new PrimaryKey(name);
    }

    private static ObjectNode view(String uid, Index index) {
        PrimaryKey key = index.primaryKey();
        ObjectNode view = Json.object();
        view.put("uid", uid);
        view.put("createdAt", index.createdAt().toString());
        view.put("updatedAt", index.updatedAt().toString());
        view.put("primaryKey", key == null ? null : key.name());
        return view;
    }
}
