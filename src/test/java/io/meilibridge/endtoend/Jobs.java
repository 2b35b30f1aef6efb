package io.meilibridge.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Set;

/// The full syncs of a running bridge, through its API.
public final class Jobs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BridgeProcess bridge;

    public Jobs(BridgeProcess bridge) {
        this.bridge = bridge;
    }

    /// Orders a full sync and waits until it is done.
    public void run(String task, String request, Duration limit) {
        String id = order(task, request);
        Scene.await(
                limit,
                () -> last(task).path("id").asText().equals(id) && isLast(task, "done"),
                () -> "Not done but " + last(task) + "\n" + bridge.log());
    }

    /// @return the full sync's id
    public String order(String task, String request) {
        JsonNode ordered = json(bridge.post("/api/sync-tasks/" + task + "/full-sync", request));
        String id = ordered.path("id").asText();
        if (id.isEmpty()) {
            throw new AssertionError("Not ordered: " + ordered + "\n" + bridge.log());
        }
        return id;
    }

    /// The task's last; a missing node when there was none.
    JsonNode last(String task) {
        JsonNode last = MissingNode.getInstance();
        for (JsonNode job : json(bridge.get("/api/jobs"))) {
            if (job.path("task").asText().equals(task)) {
                last = job;
            }
        }
        return last;
    }

    public void awaitLast(String task, String state, Duration limit) {
        Scene.await(
                limit,
                () -> isLast(task, state),
                () -> "Not " + state + " but " + last(task) + "\n" + bridge.log());
    }

    private boolean isLast(String task, String state) {
        return last(task).path("state").asText().equals(state);
    }

    /// Waits until the API answers and every full sync is at its end.
    void awaitNoneOpen(Duration limit) {
        Scene.awaitUncut(
                limit,
                () -> bridge.status("/api/jobs") == 200 && areEnded(),
                () -> "Full syncs are open: " + bridge.get("/api/jobs") + "\n" + bridge.log());
    }

    private boolean areEnded() {
        for (JsonNode job : json(bridge.get("/api/jobs"))) {
            String state = job.path("state").asText();
            if (!Set.of("done", "canceled", "passed_on").contains(state)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError(body, notJson);
        }
    }
}
