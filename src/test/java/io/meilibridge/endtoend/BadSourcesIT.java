package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everything that is commonly wrong with a source, one source each in a single process: each says
/// clearly what is wrong, none troubles the process or another, and each works once it is mended
/// with what its hint says.
class BadSourcesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DATABASE = "badsources";

    private final PostgresServer server = PostgresServers.start(18, Map.of());
    private final PostgresServer lowServer =
            PostgresServers.start(18, Map.of("wal_level", "replica"));
    private final int deadPort = Forwarder.freePort();
    private @Nullable Forwarder forwarder;

    BadSourcesIT() throws IOException {}

    @AfterEach
    void close() throws IOException {
        if (forwarder != null) {
            forwarder.close();
        }
        server.close();
        lowServer.close();
    }

    /// @param place `source` or `task`: what comes into the state
    private record Wrong(
            String name,
            String place,
            String state,
            String code,
            String inMessage,
            String inHint,
            Mend mend) {}

    @FunctionalInterface
    private interface Mend {
        void mend() throws SQLException, IOException;
    }

    @Test
    void each_fault_of_a_source_is_told_and_mended() throws Exception {
        prepare();
        try (Scene scene = Scene.open(server, "scene")) {
            Files.writeString(scene.folder().resolve("config.yaml"), configuration(scene));
            try (BridgeProcess bridge = scene.start()) {
                tellsAndMends(scene, bridge);
            }
        }
    }

    private void tellsAndMends(Scene scene, BridgeProcess bridge) throws Exception {
        Status status = new Status(bridge);
        for (Wrong wrong : wrongs()) {
            Scene.await(
                    LIMIT,
                    () -> state(status, wrong).equals(wrong.state),
                    () -> wrong.name + ": " + node(status, wrong) + "\n" + bridge.log());
            JsonNode error = error(status, wrong);
            assertThat(error.path("code").asText()).as(wrong.name).isEqualTo(wrong.code);
            assertThat(error.path("message").asText()).as(wrong.name).contains(wrong.inMessage);
            assertThat(error.path("hint").asText()).as(wrong.name).contains(wrong.inHint);
            assertThat(bridge.log()).contains(wrong.code).doesNotContain("secret-of-");
        }
        assertThat(bridge.status("/q/health/live")).isEqualTo(200);
        assertThat(bridge.status("/q/health/ready")).isEqualTo(503);
        Status.Idling idling = status.idling(Duration.ofSeconds(5));
        assertThat(idling.logged()).as("nothing loops hot").hasSizeLessThan(6);

        for (Wrong wrong : wrongs()) {
            wrong.mend.mend();
            if (wrong.place.equals("source")) {
                bridge.post("/api/cdc/retry?source=" + wrong.name);
            } else {
                bridge.post("/api/sync-tasks/" + wrong.name + "/retry");
            }
        }
        for (Wrong wrong : wrongs()) {
            Scene.await(
                    LIMIT,
                    () -> status.task(wrong.name).path("state").asText().equals("streaming"),
                    () -> wrong.name + " is not mended: " + node(status, wrong) + bridge.log());
            PostgresServer at = wrong.name.equals("low") ? lowServer : server;
            String database = wrong.name.equals("absent") ? "absent" : DATABASE;
            at.execute(database, "INSERT INTO " + wrong.name + " VALUES (1, 'after')");
            Scene.await(
                    LIMIT,
                    () -> scene.documents(wrong.name).containsKey("1"),
                    () -> wrong.name + " lost a row\n" + bridge.log());
        }
    }

    private static JsonNode node(Status status, Wrong wrong) {
        return wrong.place.equals("source") ? status.source(wrong.name) : status.task(wrong.name);
    }

    private static String state(Status status, Wrong wrong) {
        String field = wrong.place.equals("source") ? "status" : "state";
        return node(status, wrong).path(field).asText();
    }

    private static JsonNode error(Status status, Wrong wrong) {
        String field = wrong.place.equals("source") ? "error" : "last_error";
        return node(status, wrong).path(field);
    }

    private List<Wrong> wrongs() {
        String createItems = " (id int PRIMARY KEY, name text)";
        return List.of(
                new Wrong(
                        "dead",
                        "source",
                        "retrying",
                        "SOURCE_UNREACHABLE",
                        ":" + deadPort,
                        "",
                        () -> forwarder = Forwarder.open(deadPort, server.port())),
                new Wrong(
                        "mistyped",
                        "source",
                        "stopped",
                        "AUTHENTICATION_FAILED",
                        "mistyped",
                        "ALTER ROLE \"mistyped\" PASSWORD",
                        () -> sql("ALTER ROLE \"mistyped\" PASSWORD 'secret-of-all'")),
                new Wrong(
                        "absent",
                        "source",
                        "stopped",
                        "DATABASE_MISSING",
                        "absent",
                        "CREATE DATABASE",
                        () -> {
                            server.createDatabase("absent");
                            server.execute(
                                    "absent",
                                    "CREATE TABLE absent" + createItems,
                                    "GRANT SELECT ON absent TO syncer",
                                    "CREATE PUBLICATION absent FOR TABLE absent");
                        }),
                new Wrong(
                        "low",
                        "source",
                        "stopped",
                        "WAL_LEVEL_TOO_LOW",
                        "replica",
                        "ALTER SYSTEM SET wal_level = 'logical'",
                        () -> {
                            lowServer.execute("postgres", "ALTER SYSTEM SET wal_level = 'logical'");
                            lowServer.restart(PostgresServer.StopMode.FAST);
                        }),
                new Wrong(
                        "norole",
                        "source",
                        "stopped",
                        "REPLICATION_ROLE_MISSING",
                        "plain",
                        "ALTER ROLE \"plain\" REPLICATION;",
                        () -> sql("ALTER ROLE \"plain\" REPLICATION")),
                new Wrong(
                        "missing",
                        "task",
                        "stopped",
                        "TABLE_MISSING",
                        "public.missing",
                        "",
                        () ->
                                sql(
                                        "CREATE TABLE missing" + createItems,
                                        "GRANT SELECT ON missing TO syncer",
                                        "ALTER PUBLICATION missing ADD TABLE missing")),
                new Wrong(
                        "noright",
                        "source",
                        "stopped",
                        "PERMISSION_MISSING",
                        "noright",
                        "CREATE PUBLICATION",
                        () -> sql("CREATE PUBLICATION noright FOR TABLE noright")),
                new Wrong(
                        "plugin",
                        "source",
                        "stopped",
                        "SLOT_OF_OTHER_PLUGIN",
                        "test_decoding",
                        "replication.slot_name",
                        () -> sql("SELECT pg_drop_replication_slot('plugin')")),
                new Wrong(
                        "nokey",
                        "task",
                        "stopped",
                        "TABLE_KEY_MISSING",
                        "public.nokey",
                        "ADD PRIMARY KEY",
                        () ->
                                sql(
                                        "ALTER TABLE nokey ADD PRIMARY KEY (id)",
                                        "ALTER TABLE nokey REPLICA IDENTITY DEFAULT")));
    }

    private void sql(String... statements) throws SQLException {
        server.execute(DATABASE, statements);
    }

    private void prepare() throws SQLException, IOException {
        server.accessRules("host all all all scram-sha-256");
        server.createDatabase(DATABASE);
        sql(
                "CREATE ROLE syncer LOGIN REPLICATION PASSWORD 'secret-of-all'",
                "CREATE ROLE mistyped LOGIN REPLICATION PASSWORD 'another'",
                "CREATE ROLE plain LOGIN PASSWORD 'secret-of-all'");
        for (String table : List.of("dead", "mistyped", "norole", "noright", "plugin")) {
            sql("CREATE TABLE " + table + " (id int PRIMARY KEY, name text)");
        }
        sql(
                "CREATE TABLE nokey (id int, name text)",
                "ALTER TABLE nokey REPLICA IDENTITY NOTHING",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO syncer, mistyped, plain",
                "CREATE PUBLICATION missing");
        for (String table : List.of("dead", "mistyped", "norole", "plugin", "nokey")) {
            sql("CREATE PUBLICATION " + table + " FOR TABLE " + table);
        }
        sql("SELECT pg_create_logical_replication_slot('plugin', 'test_decoding')");
        lowServer.createDatabase(DATABASE);
        lowServer.execute(
                DATABASE,
                "CREATE ROLE syncer SUPERUSER LOGIN PASSWORD 'secret-of-all'",
                "CREATE TABLE low (id int PRIMARY KEY, name text)",
                "CREATE PUBLICATION low FOR TABLE low");
    }

    private String configuration(Scene scene) {
        List<String> sources = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (Wrong wrong : wrongs()) {
            String name = wrong.name;
            int port =
                    switch (name) {
                        case "dead" -> deadPort;
                        case "low" -> lowServer.port();
                        default -> server.port();
                    };
            String user =
                    switch (name) {
                        case "mistyped" -> "mistyped";
                        case "norole" -> "plain";
                        default -> "syncer";
                    };
            sources.add(
                    """
                      - name: %1$s
                        postgresql:
                          { host: 127.0.0.1, port: %2$d, database: %3$s, user: %4$s,
                            password: secret-of-all,
                            replication: { slot_name: %1$s, publication: %1$s } }
                    """
                            .formatted(name, port, name.equals("absent") ? name : DATABASE, user));
            tasks.add(
                    "  - { id: %1$s, source: %1$s, table: public.%1$s, index: %1$s }\n"
                            .formatted(name));
        }
        return "sources:\n"
                + String.join("", sources)
                + "meilisearch: { url: \""
                + scene.meilisearch().url()
                + "\" }\nsync_tasks:\n"
                + String.join("", tasks);
    }
}
