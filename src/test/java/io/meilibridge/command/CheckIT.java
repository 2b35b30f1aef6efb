package io.meilibridge.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.FileStore;
import io.meilibridge.checkpoint.SourceIdentity;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.load.DiskFiles;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import io.meilibridge.event.Lsn;
import io.meilibridge.proxy.PoolerStandIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands `check` and `cleanup` on real servers.
class CheckIT {

    private static final String NAME = "check_command";
    private static final String MASTER = "a-master-key-of-this-test";

    private final PostgresServer server = PostgresServers.shared(18);
    private final MeilisearchStandIn meilisearch =
            MeilisearchStandIn.start(Options.standard().withMasterKey(MASTER));

    @TempDir Path folder;

    @BeforeEach
    void make_a_database() throws SQLException {
        server.dropDatabase(NAME);
        server.createDatabase(NAME);
        sql(
                "CREATE TABLE item (id int PRIMARY KEY, name text)",
                "INSERT INTO item VALUES (1, 'lamp')");
    }

    @AfterEach
    void drop_it() throws SQLException {
        meilisearch.close();
        server.execute(
                "postgres",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                        + " database = '"
                        + NAME
                        + "'");
        server.dropDatabase(NAME);
        server.execute("postgres", "DROP ROLE IF EXISTS check_reader");
    }

    @Test
    void what_is_sound_has_no_fault_and_is_left_as_it_was() throws Exception {
        configure(server.port(), server.superuser(), MASTER, "");

        String said = check(0);

        assertThat(said)
                .contains("ok: source 'default': PostgreSQL 18 at", "lets us replicate")
                .contains("slot 'check_command_slot' is not there yet")
                .contains("ok: source 'default': table 'public.item' can be synced, by id")
                .contains("ok: meilisearch: Meilisearch 1.50.0 at http", "takes what is configured")
                .contains("ok: checkpoints: the store (file) can be read and written")
                .contains("SET max_slot_wal_keep_size =")
                .endsWith("No faults.\n");
        assertThat(slots()).isEqualTo("0");
        assertThat(publications()).isEqualTo("0");
        assertThat(meilisearch.hasIndex("item")).isFalse();
        assertThat(tasks()).isZero();
    }

    @Test
    void every_fault_comes_with_what_mends_it() throws Exception {
        sql(
                "CREATE ROLE check_reader LOGIN",
                "CREATE TABLE keyless (id int)",
                "CREATE TABLE large (id int PRIMARY KEY, body text, gone boolean)",
                "INSERT INTO large SELECT 1, string_agg(md5(n::text), '') FROM"
                        + " generate_series(1, 400) n");
        sql("GRANT SELECT ON large TO check_reader");
        configure(
                server.port(),
                "check_reader",
                key("\"documents.add\", \"tasks.get\", \"indexes.get\"", "item"),
                """
                - { id: keyless, table: public.keyless, index: keyless }
                - { id: large, table: public.large, index: item, id_prefix: l-,
                    soft_delete: { field: gone } }
                """);

        JsonNode report = new ObjectMapper().readTree(checkJson(1));

        assertThat(report.path("ok").asBoolean()).isFalse();
        assertThat(hint(report, "REPLICATION_ROLE_MISSING"))
                .isEqualTo("ALTER ROLE \"check_reader\" REPLICATION;");
        assertThat(hint(report, "TABLE_KEY_MISSING")).contains("ADD PRIMARY KEY");
        assertThat(text(report, "DESTINATION_REFUSED_KEY"))
                .contains("'item'", "documents.delete, documents.get, indexes.create");
        assertThat(hint(report, "DESTINATION_REFUSED_KEY"))
                .contains("curl -X POST \"$MEILI_URL/keys\"", "\"indexes\":[\"item\"]");
        assertThat(report.toString())
                .contains("GRANT SELECT ON \\\"public\\\".\\\"item\\\" TO \\\"check_reader\\\";")
                .contains("GRANT pg_monitor TO \\\"check_reader\\\";")
                .contains("ALTER TABLE \\\"public\\\".\\\"large\\\" REPLICA IDENTITY FULL");
    }

    @Test
    void the_publication_is_tried_too() throws Exception {
        sql(
                "CREATE ROLE check_reader LOGIN REPLICATION",
                "GRANT SELECT ON item TO check_reader",
                "GRANT pg_monitor TO check_reader");
        configure(server.port(), "check_reader", MASTER, "");

        assertThat(check(1))
                .contains("fault: source 'default': PERMISSION_MISSING: Cannot create publication")
                .contains("CREATE PUBLICATION \"check_command_pub\" FOR TABLE")
                .doesNotContain("pg_monitor");
    }

    @Test
    void a_pooler_in_the_way_is_recognised() throws Exception {
        try (PoolerStandIn pooler = PoolerStandIn.before(server.port())) {
            configure(pooler.port(), server.superuser(), MASTER, "");

            assertThat(check(0))
                    .contains("Something stands between us and PostgreSQL", "PgBouncer");
        }
    }

    @Test
    void servers_that_are_not_there_are_told_at_once() throws Exception {
        configure(1, server.superuser(), MASTER, "");
        meilisearch.close();

        assertThat(check(1))
                .contains("fault: source 'default': SOURCE_UNREACHABLE")
                .contains("fault: meilisearch: DESTINATION_UNREACHABLE")
                .endsWith("Faults: 2\n");
    }

    @Test
    void cleanup_shows_asks_and_drops_what_is_ours() throws Exception {
        configure(server.port(), server.superuser(), MASTER, "");
        sql(
                "CREATE PUBLICATION check_command_pub FOR TABLE item",
                "SELECT pg_create_logical_replication_slot('check_command_slot', 'pgoutput')");

        assertThat(cleanup(Cleanup.Mode.DRY_RUN, "", 0))
                .contains("slot 'check_command_slot' is dropped; it keeps ", " bytes of WAL")
                .contains("publication 'check_command_pub' is dropped; it publishes public.item")
                .endsWith("Nothing was done: this was a dry run.\n");
        assertThat(cleanup(Cleanup.Mode.ASK, "no\n", 1)).endsWith("Nothing was done.\n");
        assertThat(slots() + publications()).isEqualTo("11");
        assertThat(cleanup(Cleanup.Mode.ASK, "yes\n", 0)).endsWith("Done.\n");
        assertThat(slots() + publications()).isEqualTo("00");
        assertThat(cleanup(Cleanup.Mode.YES, "", 0)).endsWith("Nothing to clean up.\n");
    }

    @Test
    void cleanup_leaves_what_somebody_else_made() throws Exception {
        sql(
                "CREATE TABLE other (id int PRIMARY KEY)",
                "CREATE PUBLICATION check_command_pub FOR TABLE item, other",
                "SELECT pg_create_logical_replication_slot('check_command_slot', 'test_decoding')");
        configure(server.port(), server.superuser(), MASTER, "");

        assertThat(cleanup(Cleanup.Mode.YES, "", 0))
                .contains("slot 'check_command_slot' stays: it belongs to another plugin")
                .contains("stays: it publishes what no task reads too: public.other")
                .endsWith("Nothing to clean up.\n");
        assertThat(slots() + publications()).isEqualTo("11");
    }

    @Test
    void cleanup_leaves_a_publication_of_another_role_and_forgets_the_positions() throws Exception {
        sql(
                "CREATE ROLE check_reader LOGIN REPLICATION",
                "CREATE PUBLICATION check_command_pub FOR TABLE item",
                "SELECT pg_create_logical_replication_slot('check_command_slot', 'pgoutput')");
        configure(server.port(), "check_reader", MASTER, "");
        try (FileStore store = new FileStore(folder.resolve("data"))) {
            store.save(
                    new SourceIdentity("default", "1", 1, "check_command_slot", new Lsn(1)),
                    List.of(Checkpoint.at("item", new Lsn(1), Instant.EPOCH)));
        }

        assertThat(cleanup(Cleanup.Mode.YES, "", 0))
                .contains("stays: it belongs to role '" + server.superuser() + "', who made it")
                .contains("the positions of its tasks are forgotten")
                .endsWith("Done.\n");
        assertThat(slots() + publications()).isEqualTo("01");
        try (FileStore store = new FileStore(folder.resolve("data"))) {
            assertThat(store.checkpoints()).isEmpty();
            assertThat(store.identity("default")).isEmpty();
        }
    }

    private void configure(int port, String user, String key, String tasks) throws IOException {
        String text =
                """
                source:
                  postgresql:
                    { host: localhost, port: %d, database: %s, user: %s%s,
                      connect_timeout: 5,
                      replication: { slot_name: %s_slot, publication: %s_pub } }
                meilisearch: { url: "%s", api_key: "%s" }
                checkpoint: { path: "%s" }
                sync_tasks:
                - { id: item, table: public.item, index: item }
                """
                        .formatted(
                                port,
                                NAME,
                                user,
                                server.password().isEmpty()
                                        ? ""
                                        : ", password: '" + server.password() + "'",
                                NAME,
                                NAME,
                                meilisearch.url(),
                                key,
                                folder.resolve("data"));
        Files.writeString(folder.resolve("config.yaml"), text + tasks);
    }

    private ConfigurationInputs inputs() {
        return new ConfigurationInputs(
                folder.resolve("config.yaml"),
                Map.of(),
                Map.of(),
                Map.of(),
                new DiskFiles(folder),
                256 << 20,
                false);
    }

    private String check(int status) {
        return check(status, false);
    }

    private String checkJson(int status) {
        return check(status, true);
    }

    private String check(int status, boolean json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, UTF_8);
        int got = new Check(List.of(), print, json).run(inputs());
        assertThat(got).as(out.toString(UTF_8)).isEqualTo(status);
        return out.toString(UTF_8);
    }

    private String cleanup(Cleanup.Mode mode, String answer, int status) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int got =
                new Cleanup(
                                mode,
                                new ByteArrayInputStream(answer.getBytes(UTF_8)),
                                new PrintStream(out, true, UTF_8))
                        .run(inputs());
        assertThat(got).as(out.toString(UTF_8)).isEqualTo(status);
        return out.toString(UTF_8);
    }

    private static String hint(JsonNode report, String code) {
        return finding(report, code).path("hint").asText();
    }

    private static String text(JsonNode report, String code) {
        return finding(report, code).path("text").asText();
    }

    private static JsonNode finding(JsonNode report, String code) {
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("code").asText().equals(code)) {
                return finding;
            }
        }
        throw new AssertionError("No " + code + " in " + report.toPrettyString());
    }

    private void sql(String... statements) throws SQLException {
        server.execute(NAME, statements);
    }

    private String slots() throws SQLException {
        return String.valueOf(
                server.query(
                        NAME,
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE"
                                + " 'check_command%' OR slot_name LIKE 'meilibridge_check%'"));
    }

    private String publications() throws SQLException {
        return String.valueOf(server.query(NAME, "SELECT count(*) FROM pg_publication"));
    }

    private int tasks() throws IOException, InterruptedException {
        return json("GET", "/tasks", "").path("total").asInt();
    }

    private String key(String actions, String index) throws IOException, InterruptedException {
        return json(
                        "POST",
                        "/keys",
                        "{\"actions\": [%s], \"indexes\": [\"%s\"], \"expiresAt\": null}"
                                .formatted(actions, index))
                .path("key")
                .asText();
    }

    private JsonNode json(String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(meilisearch.url() + path))
                            .header("Authorization", "Bearer " + MASTER)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
        }
    }
}
