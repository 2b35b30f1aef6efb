package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.index.Payload;
import io.meilibridge.dev.meilisearch.index.PayloadFormat;
import io.meilibridge.dev.meilisearch.index.PrimaryKey;
import io.meilibridge.dev.meilisearch.query.FilterParser;
import io.meilibridge.dev.meilisearch.query.FilterSyntaxException;
import io.meilibridge.dev.meilisearch.task.TaskWork.AddDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteAllDocuments;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByFilter;
import io.meilibridge.dev.meilisearch.task.TaskWork.DeleteByIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Additions and deletions below `/indexes/{uid}/documents`.
final class DocumentWriteRoutes {

    private static final String METADATA = "customMetadata";
    private static final String DELIMITER_ERROR = "invalid_document_csv_delimiter";

    HttpResponse answer(Call call) throws IOException {
        boolean collection = call.path().size() == 3;
        String last = call.path().getLast();
        return switch (call.method()) {
            case "POST" -> collection ? add(call, false) : post(call, last);
            case "PUT" -> collection ? add(call, true) : Routes.wrongMethod();
            case "DELETE" -> collection ? deleteAll(call) : deleteOne(call, last);
            default -> Routes.wrongMethod();
        };
    }

    private static HttpResponse post(Call call, String last) throws IOException {
        return switch (last) {
            case "delete-batch" -> deleteBatch(call);
            case "delete" -> deleteByFilter(call);
            case "edit" -> {
                call.authorizeIndex("documents.*");
                throw new RequestRefusedException(
                        "feature_not_enabled", "Editing documents by function is not enabled.");
            }
            default -> Routes.unknown();
        };
    }

    private static HttpResponse add(Call call, boolean merges) throws IOException {
        Access access = call.authorizeIndex("documents.add");
        Query query = call.query("primaryKey", "csvDelimiter", METADATA, "skipCreation");
        boolean existingOnly = query.flag("skipCreation", "invalid_skip_creation");
        String key = query.text("primaryKey");
        String uid = call.indexUid();
        PayloadFormat format = format(call.contentType());
        char delimiter = delimiter(query, format);
        Payload payload = format.read(call.body(), delimiter);
        call.countDocuments(payload.documents());
        return call.enqueue(
                uid,
                new AddDocuments(
                        payload,
                        key == null ? null : new PrimaryKey(key),
                        merges,
                        existingOnly,
                        access.allows("indexes.create")));
    }

    private static PayloadFormat format(String contentType) {
        return switch (contentType) {
            case "application/json" -> PayloadFormat.JSON;
            case "application/x-ndjson" -> PayloadFormat.NDJSON;
            case "text/csv" -> PayloadFormat.CSV;
            default -> throw Call.invalidContentType();
        };
    }

    private static char delimiter(Query query, PayloadFormat format) {
        String text = query.text("csvDelimiter");
        if (text == null) {
            return ',';
        }
        boolean fits = text.length() == 1 && text.charAt(0) < 128 && format == PayloadFormat.CSV;
        if (!fits) {
            throw new RequestRefusedException(
                    DELIMITER_ERROR, "A CSV delimiter is one ASCII character, for text/csv only.");
        }
        return text.charAt(0);
    }

    private static HttpResponse deleteBatch(Call call) throws IOException {
        call.authorizeIndex("documents.delete");
        call.query(METADATA);
        String uid = call.indexUid();
        JsonNode body = call.json();
        if (!body.isArray()) {
            throw new RequestRefusedException("bad_request", "The body is not an array.");
        }
        List<String> ids = new ArrayList<>(body.size());
        body.forEach(item -> ids.add(item.asText()));
        call.countDocuments(ids.size());
        return call.enqueue(uid, new DeleteByIds(ids));
    }

    private static HttpResponse deleteByFilter(Call call) throws IOException {
        call.authorizeIndex("documents.delete");
        call.query(METADATA);
        String uid = call.indexUid();
        ObjectNode body = call.object(Set.of("filter"));
        JsonNode filter = Bodies.present(body, "filter");
        if (filter == null) {
            throw new RequestRefusedException("missing_document_filter", "Missing field `filter`.");
        }
        try {
            return call.enqueue(uid, new DeleteByFilter(filter, FilterParser.parse(filter)));
        } catch (FilterSyntaxException e) {
            throw new RequestRefusedException(
                    "invalid_document_filter", String.valueOf(e.getMessage()));
        }
    }

    private static HttpResponse deleteOne(Call call, String id) {
        call.authorizeIndex("documents.delete");
        call.query(METADATA);
        String uid = call.indexUid();
        call.countDocuments(1);
        return call.enqueue(uid, new DeleteByIds(List.of(id)));
    }

    private static HttpResponse deleteAll(Call call) {
        call.authorizeIndex("documents.delete");
        call.query(METADATA);
        return call.enqueue(call.indexUid(), new DeleteAllDocuments());
    }
}
