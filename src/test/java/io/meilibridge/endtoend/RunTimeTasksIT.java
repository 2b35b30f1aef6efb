package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServers;
import io.meilibridge.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Sync tasks that are defined, changed and removed while others go on.
class RunTimeTasksIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String CHURNED = "SELECT id, to_jsonb(churned) FROM churned";
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";
    private static final String CHEAP = ITEMS + " WHERE price < 500";
    private static final String RENAMED =
            "SELECT id, jsonb_build_object('id', id, 'cost', price, 'name', name) FROM items";

    private static final String CHEAP_ITEMS =
            """
            {"id": "items", "table": "items",
             "filter": {"conditions": [{"field": "price", "op": "less_than", "value": 500}]}}\
            """;

    private static final String RENAMED_ITEMS =
            """
            {"table": "items", "mapping": {"fields": {"price": {"to": "cost"}}}}\
            """;

    private static final String[] SCHEMA = {
        "CREATE TABLE items (id int PRIMARY KEY, name text, price int)",
        "INSERT INTO items SELECT n, 'item ' || n, n FROM generate_series(1, 1000) n",
    };

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    private static Scene scene(String name, String more) throws Exception {
        Scene scene = Scene.open(PostgresServers.shared(18), name);
        scene.sql(Churn.table("churned", 500));
        scene.sql(SCHEMA);
        scene.sql("CREATE PUBLICATION " + name + "_pub FOR ALL TABLES");
        return scene.configure("sync_tasks: [ { id: churned, table: churned } ]\n" + more);
    }

    @Test
    void tasks_come_change_and_go_while_others_go_on() throws Exception {
        try (Scene scene = scene("run_time_tasks", "")) {
            try (BridgeProcess bridge = scene.startStreaming()) {
                try (Churn _ = new Churn(scene, "churned", 500, 1)) {
                    aTaskIsDefined(scene, bridge);
                    whatCannotBeIsRefused(bridge);
                    aTaskIsChanged(scene, bridge);
                }
                scene.awaitEqual("churned", CHURNED, bridge, LIMIT);
                bridge.kill();
            }
            scene.sql("UPDATE items SET name = 'while nobody looked' WHERE id % 7 = 0");
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.awaitEqual("items", RENAMED, bridge, LIMIT);
                differencesAreShown(bridge);
                aTaskIsRemoved(scene, bridge);
                whatIsConfiguredCountsAgain(scene, bridge);
                assertThat(bridge.log()).doesNotContain("\tat ");
            }
        }
    }

    private static void aTaskIsDefined(Scene scene, BridgeProcess bridge) throws Exception {
        JsonNode defined = json(bridge.post("/api/sync-tasks", CHEAP_ITEMS));
        assertThat(defined.path("task").path("definition").asText()).isEqualTo("added");
        assertThat(defined.path("resync").asBoolean()).isTrue();
        scene.sql("UPDATE items SET price = 600 WHERE id <= 100");
        scene.awaitEqual("items", CHEAP, bridge, LIMIT);
        assertThat(bridge.get("/metrics"))
                .contains("task_state{state=\"streaming\",task=\"items\"");
    }

    private static void whatCannotBeIsRefused(BridgeProcess bridge) throws Exception {
        assertThat(code(bridge.post("/api/sync-tasks", CHEAP_ITEMS))).isEqualTo("TASK_EXISTS");
        JsonNode misspelt =
                json(
                        bridge.post(
                                "/api/sync-tasks",
                                "{\"id\":\"a\",\"table\":\"items\",\"indx\":1}"));
        assertThat(misspelt.path("status").asInt()).isEqualTo(400);
        assertThat(misspelt.path("detail").asText()).contains("did you mean").contains("index?");
        assertThat(code(bridge.post("/api/sync-tasks", "{\"id\":\"a\",\"table\":\"none\"}")))
                .isEqualTo("TABLE_MISSING");
        assertThat(
                        code(
                                bridge.post(
                                        "/api/sync-tasks",
                                        "{\"id\":\"a\",\"table\":\"items\",\"index\":\"churned\"}")))
                .isEqualTo("TASK_ALTERS_ANOTHER");
        assertThat(code(bridge.post("/api/sync-tasks", "[]"))).isEqualTo("REQUEST_INVALID");
        assertThat(
                        code(
                                bridge.post(
                                        "/api/sync-tasks",
                                        "{\"id\":\"a\",\"table\":\"items\",\"index\":\"b\",\"route\":\"c\"}")))
                .as("its route is not there, so what there was runs again")
                .isEqualTo("ROUTE_INVALID");
        assertThat(bridge.get("/api/sync-tasks")).doesNotContain("\"id\":\"a\"");
    }

    private static String code(String problem) throws Exception {
        return json(problem).path("code").asText(problem);
    }

    private static void aTaskIsChanged(Scene scene, BridgeProcess bridge) throws Exception {
        JsonNode changed = json(bridge.put("/api/sync-tasks/items", RENAMED_ITEMS));
        assertThat(changed.path("changed").toString()).isEqualTo("[\"filter\",\"mapping\"]");
        assertThat(changed.path("resync").asBoolean()).isTrue();
        scene.awaitEqual("items", RENAMED, bridge, LIMIT);

        JsonNode faster =
                json(
                        bridge.put(
                                "/api/sync-tasks/churned",
                                "{\"table\":\"churned\",\"cdc\":{\"batch_size\":10}}"));
        assertThat(faster.path("changed").toString()).isEqualTo("[\"cdc.batch_size\"]");
        assertThat(faster.path("resync").asBoolean(true)).isFalse();
    }

    private static void differencesAreShown(BridgeProcess bridge) throws Exception {
        JsonNode differences = json(bridge.get("/api/config")).path("differences");
        assertThat(differences.path(0).toString())
                .isEqualTo(
                        "{\"task\":\"churned\",\"kind\":\"changed\",\"keys\":[\"cdc.batch_size\"]}");
        assertThat(differences.path(1).toString())
                .isEqualTo("{\"task\":\"items\",\"kind\":\"added\",\"keys\":[]}");
    }

    private static void aTaskIsRemoved(Scene scene, BridgeProcess bridge) throws Exception {
        assertThat(bridge.delete("/api/sync-tasks/items")).isEmpty();
        assertThat(code(bridge.get("/api/sync-tasks/items"))).isEqualTo("TASK_UNKNOWN");
        assertThat(bridge.get("/metrics"))
                .doesNotContain("task_state{state=\"streaming\",task=\"items\"");
        scene.sql("DELETE FROM items WHERE id <= 500");
        scene.awaitConfirmed(bridge, LIMIT);
        assertThat(scene.documents("items")).as("its index keeps its documents").hasSize(1000);

        bridge.post("/api/sync-tasks", CHEAP_ITEMS);
        scene.awaitEqual("items", CHEAP, bridge, LIMIT);
        bridge.delete("/api/sync-tasks/items");
    }

    private static void whatIsConfiguredCountsAgain(Scene scene, BridgeProcess bridge)
            throws Exception {
        assertThat(bridge.delete("/api/sync-tasks/churned?revert=true")).isEmpty();
        assertThat(json(bridge.get("/api/config")).path("differences").size()).isZero();
        assertThat(code(bridge.delete("/api/sync-tasks/churned?revert=true")))
                .isEqualTo("TASK_NOT_DEFINED");
        scene.sql("UPDATE churned SET version = 7 WHERE id < 100");
        scene.awaitEqual("churned", CHURNED, bridge, LIMIT);
    }

    @Test
    void definitions_that_do_not_fit_any_more_are_told_of_and_can_be_taken_back() throws Exception {
        try (Scene scene = scene("run_time_unfit", "")) {
            try (BridgeProcess bridge = scene.startStreaming()) {
                bridge.post("/api/sync-tasks", CHEAP_ITEMS);
                scene.awaitEqual("items", CHEAP, bridge, LIMIT);
            }
            Path file = scene.folder().resolve("config.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "table: churned }",
                                    "table: churned }, { id: other, table: items, index: items }"));
            try (BridgeProcess bridge = scene.start()) {
                Scene.await(LIMIT, () -> bridge.log().contains("run-time definition"), bridge::log);
                Scene.await(
                        LIMIT,
                        () -> bridge.get("/api/sync-tasks").contains("CONFIG_INVALID"),
                        bridge::log);
                assertThat(bridge.delete("/api/sync-tasks/items?revert=true")).isEmpty();
                scene.awaitEqual("items", ITEMS, bridge, LIMIT);
            }
        }
    }

    @Test
    void whoever_takes_over_finds_what_was_defined() throws Exception {
        try (TestRedis redis = new TestRedis("save \"\"");
                Scene scene =
                        scene("run_time_standby", "redis: { url: \"" + redis.url() + "\" }\n")) {
            Configurations.replace(scene, "replication: {", "replication: { standby: true,");
            try (BridgeProcess first = scene.startStreaming();
                    BridgeProcess second = scene.start()) {
                new Status(second).awaitSource("standing_by", LIMIT);
                assertThat(code(second.post("/api/sync-tasks", CHEAP_ITEMS)))
                        .isEqualTo("STANDING_BY");
                first.post("/api/sync-tasks", CHEAP_ITEMS);
                scene.awaitEqual("items", CHEAP, first, LIMIT);
                first.kill();

                scene.sql("UPDATE items SET price = 1 WHERE id > 900");
                scene.awaitEqual("items", CHEAP, second, LIMIT);
                assertThat(second.get("/api/sync-tasks/items"))
                        .contains("\"definition\":\"added\"");
                assertThat(second.log()).contains("TASKS_CHANGED");
            }
        }
    }
}
