package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.task.TaskWork.Swap;
import io.meilibridge.dev.meilisearch.task.TaskWork.SwapIndexes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `/health`, `/version`, `/stats`, `/swap-indexes`.
final class InstanceRoutes {

    HttpResponse answer(Call call) throws IOException {
        String route = call.method() + " " + String.join("/", call.path());
        return switch (route) {
            case "GET health" -> Call.ok(Json.object().put("status", "available"));
            case "GET version" -> version(call);
            case "GET stats" -> stats(call);
            case "POST swap-indexes" -> swap(call);
            default -> call.path().size() == 1 ? Routes.wrongMethod() : Routes.unknown();
        };
    }

    private static HttpResponse version(Call call) {
        call.authorize("version");
        return Call.ok(
                Json.object()
                        .put("commitSha", "unknown")
                        .put("commitDate", "unknown")
                        .put("pkgVersion", "1.50.0"));
    }

    private static HttpResponse stats(Call call) {
        Access access = call.authorize("stats.get");
        call.query("sizeFormat", "showInternalDatabaseSizes");
        Instance instance = call.instance();
        ObjectNode view =
                instance.indexes()
                        .reading(() -> {
                            long bytes = 0;
                            Instant last = null;
                            ObjectNode indexes = Json.object();
                            for (var entry : instance.indexes().all().entrySet()) {
                                Index index = entry.getValue();
                                bytes += index.documentBytes();
                                if (last == null || index.updatedAt().isAfter(last)) {
                                    last = index.updatedAt();
                                }
                                if (access.opens(entry.getKey())) {
                                    indexes.set(
                                            entry.getKey(),
                                            IndexRoutes.stats(instance, entry.getKey(), index));
                                }
                            }
                            ObjectNode whole = Json.object();
                            whole.put("databaseSize", bytes);
                            whole.put("usedDatabaseSize", bytes);
                            whole.put("lastUpdate", last == null ? null : last.toString());
                            whole.set("indexes", indexes);
                            return whole;
                        });
        return Call.ok(view);
    }

    private static HttpResponse swap(Call call) throws IOException {
        Access access = call.authorize("indexes.swap");
        call.query();
        JsonNode body = call.json();
        if (!body.isArray()) {
            throw new RequestRefusedException("bad_request", "The body is not an array.");
        }
        List<Swap> swaps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode item : body) {
            Swap swap = swap(Bodies.object(item, Set.of("indexes", "rename")));
            for (String name : List.of(swap.left(), swap.right())) {
                if (!names.add(name)) {
                    throw new RequestRefusedException(
                            "invalid_swap_duplicate_index_found",
                            "Index `" + name + "` is named more than once.");
                }
                if (!access.opens(name)) {
                    throw new RequestRefusedException(
                            "invalid_api_key", "The API key cannot access `" + name + "`.");
                }
            }
            swaps.add(swap);
        }
        return call.enqueue(null, new SwapIndexes(swaps));
    }

    private static Swap swap(ObjectNode item) {
        if (!item.has("indexes")) {
            throw new RequestRefusedException("missing_swap_indexes", "Missing field `indexes`.");
        }
        List<String> names = Bodies.texts(item, "indexes", "invalid_swap_indexes");
        if (names == null || names.size() != 2) {
            throw new RequestRefusedException(
                    "invalid_swap_indexes", "`indexes` does not hold exactly two names.");
        }
        names.forEach(name -> IndexNames.checked(name, "invalid_swap_indexes"));
        boolean renames = Bodies.flag(item, "rename", "invalid_swap_rename");
        return new Swap(names.getFirst(), names.getLast(), renames);
    }
}
