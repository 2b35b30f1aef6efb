package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.query.Search;
import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/indexes/{uid}/search` and `/multi-search`. Fields that only refine the answer of a real server
/// are taken and not looked at.
final class SearchRoutes {

    private static final int LIMIT = 20;
    private static final String ACTION = "search";

    private static final Set<String> FIELDS =
            Set.of(
                    "q",
                    "offset",
                    "limit",
                    "page",
                    "hitsPerPage",
                    "filter",
                    "sort",
                    "attributesToRetrieve",
                    "facets",
                    "attributesToHighlight",
                    "attributesToCrop",
                    "cropLength",
                    "cropMarker",
                    "highlightPreTag",
                    "highlightPostTag",
                    "showMatchesPosition",
                    "showRankingScore",
                    "showRankingScoreDetails",
                    "matchingStrategy",
                    "attributesToSearchOn",
                    "rankingScoreThreshold",
                    "locales",
                    "distinct",
                    "vector",
                    "hybrid",
                    "retrieveVectors");

    HttpResponse answer(Call call) throws IOException {
        call.authorizeIndex(ACTION);
        if (call.path().size() > 3) {
            return Routes.unknown();
        }
        return switch (call.method()) {
            case "POST" -> {
                call.query();
                String uid = call.indexUid();
                yield Call.ok(find(call, uid, call.object(FIELDS)));
            }
            case "GET" -> {
                Query query = call.query("q", "offset", "limit", "filter");
                ObjectNode body = Json.object();
                String filter = query.text("filter");
                body.put("q", query.text("q"));
                body.put("offset", query.number("offset", 0, "invalid_search_offset"));
                body.put("limit", query.number("limit", LIMIT, "invalid_search_limit"));
                body.put("filter", filter == null || filter.isEmpty() ? null : filter);
                yield Call.ok(find(call, call.indexUid(), body));
            }
            default -> Routes.wrongMethod();
        };
    }

    HttpResponse multi(Call call) throws IOException {
        Access access = call.authorize(ACTION);
        call.query();
        ObjectNode body = call.object(Set.of("queries", "federation"));
        ArrayNode results = Json.array();
        for (JsonNode item : body.path("queries")) {
            Set<String> known = new HashSet<>(FIELDS);
            known.addAll(Set.of("indexUid", "federationOptions"));
            ObjectNode query = Bodies.object(item, known);
            String uid = Bodies.text(query, "indexUid", "invalid_index_uid");
            if (uid == null) {
                throw new RequestRefusedException("missing_index_uid", "Missing `indexUid`.");
            }
            IndexNames.checked(uid, "invalid_index_uid");
            if (!access.opens(uid)) {
                throw new RequestRefusedException(
                        "invalid_api_key", "The API key cannot access `" + uid + "`.");
            }
            ObjectNode found = find(call, uid, query);
            results.add(Json.object().put("indexUid", uid).setAll(found));
        }
        return Call.ok(
                Bodies.present(body, "federation") == null
                        ? Json.object().set("results", results)
                        : merged(results));
    }

    private static ObjectNode merged(ArrayNode results) {
        ObjectNode merged = Json.object();
        ArrayNode hits = merged.putArray("hits");
        for (int position = 0; position < results.size(); position++) {
            JsonNode result = results.get(position);
            for (JsonNode hit : result.path("hits")) {
                ObjectNode shown = hit.deepCopy();
                shown.putObject("_federation")
                        .put("indexUid", result.path("indexUid").asText())
                        .put("queriesPosition", position);
                hits.add(shown);
            }
        }
        merged.put("processingTimeMs", 0).put("limit", LIMIT).put("offset", 0);
        return merged.put("estimatedTotalHits", hits.size());
    }

    private static ObjectNode find(Call call, String uid, ObjectNode body) {
        long start = System.nanoTime();
        String text = Bodies.text(body, "q", "invalid_search_q");
        Indexes indexes = call.instance().indexes();
        ObjectNode found =
                indexes.reading(() -> {
                    Index index = indexes.require(uid);
                    List<JsonNode> hits = hits(index, text, body);
                    return new HitPage(body).view(hits, shown(index.settings(), body));
                });
        found.put("query", text == null ? "" : text);
        found.put("processingTimeMs", (System.nanoTime() - start) / 1_000_000);
        return found.put("requestUid", UUID.randomUUID().toString());
    }

    private static List<JsonNode> hits(Index index, @Nullable String text, ObjectNode body) {
        Conditions conditions = new Conditions(index.settings(), "search");
        Search search =
                new Search(
                        text == null ? "" : text,
                        conditions.filter(Bodies.present(body, "filter")),
                        conditions.sort(Bodies.texts(body, "sort", "invalid_search_sort")),
                        index.settings().searchable());
        List<JsonNode> hits = search.hits(index.documents().values());
        return hits.subList(0, Math.min(hits.size(), index.settings().totalHitsMax()));
    }

    private static DocumentView shown(IndexSettings settings, ObjectNode body) {
        List<String> wanted =
                Bodies.texts(body, "attributesToRetrieve", "invalid_search_attributes_to_retrieve");
        List<String> displayed = settings.displayed();
        boolean vectors = Bodies.flag(body, "retrieveVectors", "invalid_search_retrieve_vectors");
        if (wanted == null || wanted.contains("*")) {
            return new DocumentView(displayed, vectors);
        }
        boolean all = displayed.contains("*");
        return new DocumentView(
                wanted.stream().filter(name -> all || displayed.contains(name)).toList(), vectors);
    }
}
