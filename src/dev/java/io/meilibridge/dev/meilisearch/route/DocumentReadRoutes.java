package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.index.DocumentIds;
import io.meilibridge.dev.meilisearch.index.Index;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.index.StoredDocument;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.query.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /indexes/{uid}/documents`, `…/{id}` and `POST …/documents/fetch`.
final class DocumentReadRoutes {

    private static final int LIMIT = 20;
    private static final String ACTION = "documents.get";
    private static final String VECTORS = "retrieveVectors";

    /// @param filter null for every document
    private record Selection(
            int offset,
            int limit,
            DocumentView view,
            @Nullable JsonNode filter,
            @Nullable List<String> ids,
            @Nullable List<String> sort) {}

    HttpResponse answer(Call call) throws IOException {
        if (call.method().equals("POST")) {
            call.authorizeIndex(ACTION);
            call.query();
            String uid = call.indexUid();
            return page(call, uid, ofBody(call));
        }
        return switch (call.path().size()) {
            case 3 -> {
                call.authorizeIndex(ACTION);
                Selection selection = ofQuery(call);
                yield page(call, call.indexUid(), selection);
            }
            case 4 -> one(call, call.path().getLast());
            default -> Routes.unknown();
        };
    }

    private static HttpResponse one(Call call, String id) {
        call.authorizeIndex(ACTION);
        Query query = call.query("fields", VECTORS);
        DocumentView view = new DocumentView(query.list("fields"), vectors(query));
        String uid = call.indexUid();
        Indexes indexes = call.instance().indexes();
        StoredDocument stored = indexes.reading(() -> indexes.require(uid).documents().get(id));
        if (stored == null) {
            throw new RequestRefusedException(
                    "document_not_found", "Document `" + id + "` not found.");
        }
        return Call.ok(view.of(stored.tree()));
    }

    private static Selection ofQuery(Call call) {
        Query query = call.query("offset", "limit", "fields", "filter", "ids", "sort", VECTORS);
        String filter = query.text("filter");
        return new Selection(
                (int) query.number("offset", 0, "invalid_document_offset"),
                (int) query.number("limit", LIMIT, "invalid_document_limit"),
                new DocumentView(query.list("fields"), vectors(query)),
                filter == null ? null : Json.text(filter),
                query.list("ids"),
                query.list("sort"));
    }

    private static Selection ofBody(Call call) throws IOException {
        ObjectNode body =
                call.object(Set.of("offset", "limit", "fields", "filter", "ids", "sort", VECTORS));
        return new Selection(
                Bodies.count(body, "offset", 0, "invalid_document_offset"),
                Bodies.count(body, "limit", LIMIT, "invalid_document_limit"),
                new DocumentView(
                        Bodies.texts(body, "fields", "invalid_document_fields"),
                        Bodies.flag(body, VECTORS, "invalid_document_retrieve_vectors")),
                Bodies.present(body, "filter"),
                ids(body),
                Bodies.texts(body, "sort", "invalid_document_sort"));
    }

    private static @Nullable List<String> ids(ObjectNode body) {
        JsonNode ids = Bodies.present(body, "ids");
        if (ids == null) {
            return null;
        }
        if (!ids.isArray()) {
            throw new RequestRefusedException("invalid_document_ids", "`.ids` is not an array.");
        }
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.asText()));
        return texts;
    }

    private static boolean vectors(Query query) {
        return query.flag(VECTORS, "invalid_document_retrieve_vectors");
    }

    private static HttpResponse page(Call call, String uid, Selection selection) {
        Indexes indexes = call.instance().indexes();
        return indexes.reading(() -> {
            Index index = indexes.require(uid);
            ArrayNode results = Json.array();
            int total = fill(results, index, selection);
            ObjectNode page = Json.object();
            page.set("results", results);
            page.put("offset", selection.offset());
            page.put("limit", selection.limit());
            page.put("total", total);
            return Call.ok(page);
        });
    }

    /// Without conditions only the shown documents are parsed.
    private static int fill(ArrayNode results, Index index, Selection selection) {
        Collection<StoredDocument> candidates = candidates(index, selection.ids());
        if (selection.filter() == null && selection.sort() == null) {
            candidates.stream()
                    .skip(selection.offset())
                    .limit(selection.limit())
                    .forEach(stored -> results.add(selection.view().of(stored.tree())));
            return candidates.size();
        }
        Conditions conditions = new Conditions(index.settings(), "document");
        Search search =
                new Search(
                        "",
                        conditions.filter(selection.filter()),
                        conditions.sort(selection.sort()),
                        List.of());
        List<JsonNode> matching = search.hits(candidates);
        matching.stream()
                .skip(selection.offset())
                .limit(selection.limit())
                .forEach(document -> results.add(selection.view().of(document)));
        return matching.size();
    }

    private static Collection<StoredDocument> candidates(Index index, @Nullable List<String> ids) {
        if (ids == null) {
            return index.documents().values();
        }
        for (String id : ids) {
            if (!DocumentIds.isValid(id)) {
                throw new RequestRefusedException(
                        "invalid_document_ids", "`" + id + "` is not a document identifier.");
            }
        }
        return ids.stream()
                .distinct()
                .map(index.documents()::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
