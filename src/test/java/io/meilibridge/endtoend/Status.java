package io.meilibridge.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;

/// What a running bridge says of itself through its API.
final class Status {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BridgeProcess bridge;

    Status(BridgeProcess bridge) {
        this.bridge = bridge;
    }

    /// The source of this name; a missing node while the API does not know it.
    JsonNode source(String name) {
        return named("sources", "name", name);
    }

    /// The one source of a configuration that names none.
    JsonNode source() {
        return ask().path("sources").path(0);
    }

    JsonNode task(String id) {
        return named("tasks", "id", id);
    }

    private JsonNode named(String list, String field, String wanted) {
        for (JsonNode each : ask().path(list)) {
            if (each.path(field).asText().equals(wanted)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode ask() {
        try {
            String body = bridge.get("/api/cdc/status");
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    void awaitSource(String wanted, Duration limit) {
        Scene.await(
                limit,
                () -> source().path("status").asText().equals(wanted),
                () -> "Not " + wanted + " but " + source() + "\n" + bridge.log());
    }

    /// @return its `error`
    JsonNode awaitStopped(Duration limit) {
        awaitSource("stopped", limit);
        return source().path("error");
    }

    JsonNode awaitTask(String id, String wanted, Duration limit) {
        Scene.await(
                limit,
                () -> task(id).path("state").asText().equals(wanted),
                () -> "Not " + wanted + " but " + task(id) + "\n" + bridge.log());
        return task(id);
    }

    /// How much the process does while nothing is asked of it.
    ///
    /// @param cpu share of one processor
    record Idling(double cpu, List<String> logged) {}

    Idling idling(Duration window) {
        long begin = System.nanoTime();
        Duration cpuBefore = cpu();
        long linesBefore = bridge.log().lines().count();
        Scene.await(
                window.plusSeconds(10),
                () -> System.nanoTime() - begin >= window.toNanos(),
                () -> "The clock stands still.");
        double share = (double) cpu().minus(cpuBefore).toNanos() / (System.nanoTime() - begin);
        return new Idling(share, bridge.log().lines().skip(linesBefore).toList());
    }

    private Duration cpu() {
        return ProcessHandle.of(bridge.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }
}
