package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.document.IndexUid;
import java.util.Optional;
import java.util.function.Function;

/// Asks and orders what a swap of two indexes needs. Every method sends one request and waits for
/// its answer, and throws a [DeliveryException] when that is none to go on with.
public final class IndexSwap {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final IndexUid live;
    private final IndexUid shadow;
    private final Function<Request, Answer> http;

    /// @param http sends a request and waits for the answer; throws [DeliveryException] when there
    ///   is none
    public IndexSwap(IndexUid live, IndexUid shadow, Function<Request, Answer> http) {
        this.live = live;
        this.shadow = shadow;
        this.http = http;
    }

    /// When the index was created, as the server writes it: what tells two indexes apart whatever
    /// they are called. Empty when there is none of that name.
    public Optional<String> createdAt(IndexUid index) {
        Request request = Request.get("/indexes/" + index, "", Operation.READ);
        Answer answer = http.apply(request);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(answer.jsonTo(request).path("createdAt").asText());
    }

    /// Orders that the shadow is made, and gets settings while it is empty.
    public void makeShadow(String keyField, ObjectNode settings) {
        ObjectNode index =
                JSON.createObjectNode().put("uid", shadow.value()).put("primaryKey", keyField);
        Request create =
                Request.json(
                        Request.Method.POST, "/indexes", index.toString(), Operation.CREATE_INDEX);
        ask(create);
        Request set =
                Request.json(
                        Request.Method.PATCH,
                        "/indexes/" + shadow + "/settings",
                        settings.toString(),
                        Operation.SETTINGS);
        ask(set);
    }

    /// How a task of ours is; empty when the key may not see it.
    public Optional<String> status(long task) {
        Request request = Request.get("/tasks/" + task, "", Operation.TASKS);
        Answer answer = http.apply(request);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(answer.jsonTo(request).path("status").asText());
    }

    /// The settings that the searched index has now.
    public ObjectNode settings() {
        Request request = Request.get("/indexes/" + live + "/settings", "", Operation.READ);
        return ask(request) instanceof ObjectNode settings ? settings : JSON.createObjectNode();
    }

    /// Orders the swap. It is in order with every write that was taken before and after it.
    ///
    /// @return the task that does it
    public long order() {
        ArrayNode swaps = JSON.createArrayNode();
        swaps.addObject().putArray("indexes").add(live.value()).add(shadow.value());
        Request request =
                Request.json(
                        Request.Method.POST, "/swap-indexes", swaps.toString(), Operation.SWAP);
        return ask(request).path("taskUid").asLong();
    }

    /// Whether a swap of the two is ordered and not yet done.
    public boolean isUnderWay() {
        Request request =
                Request.get(
                        "/tasks",
                        "types=indexSwap&statuses=enqueued,processing&limit=1000",
                        Operation.TASKS);
        for (JsonNode task : ask(request).path("results")) {
            for (JsonNode swap : task.path("details").path("swaps")) {
                String names = swap.path("indexes").toString();
                if (names.contains('"' + live.value() + '"')
                        && names.contains('"' + shadow.value() + '"')) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Orders the deletion of the shadow.
    public void deleteShadow() {
        Request request =
                Request.json(
                        Request.Method.DELETE, "/indexes/" + shadow, "", Operation.DELETE_INDEX);
        Answer answer = http.apply(request);
        if (answer.status() != 404) {
            answer.jsonTo(request);
        }
    }

    private JsonNode ask(Request request) {
        return http.apply(request).jsonTo(request);
    }
}
