package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.util.List;

/// Which part of the hits is shown: by offset and limit with an estimate of the total, or by page
/// with the exact one.
///
/// @param body of the search
record HitPage(ObjectNode body) {

    private static final int SIZE = 20;

    ObjectNode view(List<JsonNode> hits, DocumentView shown) {
        boolean paged =
                Bodies.present(body, "page") != null || Bodies.present(body, "hitsPerPage") != null;
        return paged ? byPage(hits, shown) : byOffset(hits, shown);
    }

    private ObjectNode byOffset(List<JsonNode> hits, DocumentView shown) {
        int offset = Bodies.count(body, "offset", 0, "invalid_search_offset");
        int limit = Bodies.count(body, "limit", SIZE, "invalid_search_limit");
        ObjectNode view = Json.object();
        view.set("hits", part(hits, shown, offset, limit));
        view.put("limit", limit).put("offset", offset);
        return view.put("estimatedTotalHits", hits.size());
    }

    private ObjectNode byPage(List<JsonNode> hits, DocumentView shown) {
        int page = Bodies.count(body, "page", 1, "invalid_search_page");
        int size = Bodies.count(body, "hitsPerPage", SIZE, "invalid_search_hits_per_page");
        ObjectNode view = Json.object();
        long offset = page == 0 ? hits.size() : (page - 1L) * size;
        view.set("hits", part(hits, shown, offset, size));
        view.put("hitsPerPage", size).put("page", page);
        view.put("totalPages", size == 0 ? 0 : (hits.size() + size - 1) / size);
        return view.put("totalHits", hits.size());
    }

    private static ArrayNode part(List<JsonNode> hits, DocumentView shown, long offset, int limit) {
        ArrayNode part = Json.array();
        hits.stream().skip(offset).limit(limit).forEach(hit -> part.add(shown.of(hit)));
        return part;
    }
}
