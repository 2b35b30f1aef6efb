package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.DeliveryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The documents that an index holds, read in pages. Thread-safe as far as `http` is.
public final class IndexDocuments {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final IndexUid index;
    private final Function<Request, Answer> http;

    /// @param http sends a request and waits for the answer; throws [DeliveryException] when there
    ///   is none
    public IndexDocuments(IndexUid index, Function<Request, Answer> http) {
        this.index = index;
        this.http = http;
    }

    /// @param ids of the documents on the page
    /// @param total documents in the index
    public record Page(List<String> ids, long total) {

        public Page {
            ids = List.copyOf(ids);
        }
    }

    /// A page in the index's own order; an empty one of an index that is not there.
    ///
    /// @param keyField that holds the documents' ids
    /// @throws DeliveryException when it cannot be read; the remedy says whether to try again
    public Page page(String keyField, long offset, int limit) {
        ObjectNode body = JSON.createObjectNode().put("offset", offset).put("limit", limit);
        body.putArray("fields").add(keyField);
        JsonNode page = fetch(body);
        List<String> ids = new ArrayList<>();
        for (JsonNode document : page.path("results")) {
            ids.add(document.path(keyField).asText());
        }
        return new Page(ids, page.path("total").asLong());
    }

    /// The documents of these ids that are there, whole, by id.
    ///
    /// @throws DeliveryException when they cannot be read
    public Map<String, JsonNode> byIds(String keyField, List<String> ids) {
        ObjectNode body = JSON.createObjectNode().put("limit", ids.size());
        ArrayNode wanted = body.putArray("ids");
        ids.forEach(wanted::add);
        Map<String, JsonNode> found = new HashMap<>();
        for (JsonNode document : fetch(body).path("results")) {
            found.put(document.path(keyField).asText(), document);
        }
        return found;
    }

    private JsonNode fetch(ObjectNode body) {
        Request request =
                Request.json(
                        Request.Method.POST,
                        "/indexes/" + index + "/documents/fetch",
                        body.toString(),
                        Operation.READ);
        Answer answer = http.apply(request);
        if (answer.status() == 404 && DestinationFaults.code(answer).equals("index_not_found")) {
            return JSON.createObjectNode();
        }
        return answer.jsonTo(request);
    }
}
