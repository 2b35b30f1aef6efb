package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.ConnectionSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.event.Operation;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// File, environment and properties over each other; variables; secret files; where the file is.
class LayersTest {

    @Test
    void environment_variables_override_single_keys() {
        Settings settings =
                Loading.of(Loading.MINIMAL)
                        .environment("MEILIBRIDGE_API_PORT", "8000")
                        .environment("MEILIBRIDGE_SOURCE_POSTGRESQL_POOL_MAX_SIZE", "4")
                        .environment("MEILIBRIDGE_SOURCE_POSTGRESQL_REPLICATION_SLOT_NAME", "s")
                        .environment("MEILIBRIDGE_SYNC_TASKS_0_INDEX", "renamed")
                        .environment("MEILIBRIDGE_SYNC_TASKS_0_CDC_EVENT_TYPES", "create, delete")
                        .environment("MEILIBRIDGE_SYNC_TASKS_1_ID", "orders")
                        .environment("MEILIBRIDGE_SYNC_TASKS_1_SOURCE_TABLE", "orders")
                        .settings();

        assertThat(settings.api().port()).isEqualTo(8000);
        assertThat(settings.sources().getFirst().pool().maxSize()).isEqualTo(4);
        assertThat(settings.sources().getFirst().replication().slotName()).isEqualTo("s");
        assertThat(settings.tasks().getFirst().index().value()).isEqualTo("renamed");
        assertThat(settings.tasks().getFirst().cdc().operations())
                .containsExactlyInAnyOrder(Operation.INSERT, Operation.DELETE);
        assertThat(settings.tasks().get(1).table().name()).isEqualTo("orders");
    }

    @Test
    void what_is_given_is_told_by_canonical_names_whatever_its_worth() {
        ConfigurationInputs inputs =
                Loading.of("source: { host: localhost }\napi: { port: no }")
                        .environment("MEILIBRIDGE_MEILISEARCH_URL", "http://localhost:7700")
                        .property("meilibridge.checkpoint.path", "positions")
                        .inputs();

        assertThat(Configuration.givenKeys(inputs))
                .contains(
                        "source.postgresql",
                        "source.postgresql.host",
                        "meilisearch.url",
                        "api.port",
                        "checkpoint.path")
                .doesNotContain("sync_tasks", "source.host", "redis");
    }

    @Test
    void other_names_of_keys_work_in_the_environment() {
        ConnectionSettings connection =
                Loading.of(Loading.MINIMAL)
                        .environment("MEILIBRIDGE_SOURCE_HOST", "flat")
                        .environment("MEILIBRIDGE_POSTGRESQL_USERNAME", "fragment")
                        .environment("MEILIBRIDGE_SOURCE_POSTGRESQL_SSL_MODE", "require")
                        .settings()
                        .sources()
                        .getFirst()
                        .connection();

        assertThat(connection.host()).isEqualTo("flat");
        assertThat(connection.user()).isEqualTo("fragment");
        assertThat(connection.tls().mode().name()).isEqualTo("REQUIRE");
    }

    @Test
    void lists_and_groups_may_be_given_as_yaml() {
        Settings settings =
                Loading.of(Loading.MINIMAL)
                        .environment("MEILIBRIDGE_SYNC_TASKS", "[{id: a, table: b}]")
                        .environment(
                                "MEILIBRIDGE_MEILISEARCH_INDEX_SETTINGS",
                                "{searchable_attributes: [a, b]}")
                        .settings();

        assertThat(settings.tasks()).hasSize(1);
        assertThat(settings.tasks().getFirst().indexSettings().json())
                .hasToString("{\"searchableAttributes\":[\"a\",\"b\"]}");
    }

    @Test
    void unknown_variables_are_faults_but_those_of_kubernetes_are_not() {
        Loading.of(Loading.MINIMAL)
                .environment("MEILIBRIDGE_API_PROT", "1")
                .environment("MEILIBRIDGE_SERVICE_HOST", "10.0.0.1")
                .environment("MEILIBRIDGE_PORT", "tcp://10.0.0.1:7708")
                .environment("MEILIBRIDGE_PORT_7708_TCP_ADDR", "10.0.0.1")
                .environment("MEILIBRIDGE_API_PORT", "tcp://10.0.0.1:7708")
                .hasFault(
                        "environment variable MEILIBRIDGE_API_PROT: expected the name of a key, got"
                                + " an unknown one; did you mean MEILIBRIDGE_API_PORT?");
    }

    @Test
    void properties_stand_below_the_file_or_above_the_environment() {
        Settings settings =
                Loading.minimalWith("api: { port: 1000 }")
                        .lowProperty("meilibridge.api.port", "1")
                        .lowProperty("meilibridge.api.host", "localhost")
                        .environment("MEILIBRIDGE_API_PORT", "2000")
                        .property("meilibridge.api.port", "3000")
                        .property("meilibridge.sync_tasks[0].mapping.fields.\"first name\"", "name")
                        .settings();

        assertThat(settings.api().port()).isEqualTo(3000);
        assertThat(settings.api().host()).isEqualTo("localhost");
        assertThat(settings.tasks().getFirst().rules().mapping().fields())
                .containsOnlyKeys("first name");
    }

    @Test
    void an_item_that_is_left_out_of_a_list_is_a_fault() {
        Loading.of(Loading.MINIMAL)
                .environment("MEILIBRIDGE_SYNC_TASKS_2_ID", "late")
                .environment("MEILIBRIDGE_SYNC_TASKS_2_TABLE", "late")
                .hasFault("sync_tasks[1] (config.yaml:3): expected a group of keys, got nothing");
    }

    @Test
    void variables_in_values_are_expanded() {
        Settings settings =
                Loading.minimalWith(
                                """
                                api: { host: "${HOST:127.0.0.1}", port: "${PORT:-7000}" }
                                checkpoint: { path: "a/${DIR:${OTHER:-b}}/$${c}/$d" }
                                """)
                        .environment("PORT", "")
                        .settings();

        assertThat(settings.api().host()).isEqualTo("127.0.0.1");
        assertThat(settings.api().port()).isEqualTo(7000);
        assertThat(settings.checkpoint().path()).hasToString("a/b/${c}/$d");
    }

    @Test
    void a_variable_that_is_not_set_is_a_fault_unless_its_key_is_overridden() {
        Loading.of(Loading.MINIMAL)
                .without("MEILI_MASTER_KEY")
                .hasFault(
                        "meilisearch.api_key (config.yaml:2): expected environment variable"
                                + " MEILI_MASTER_KEY to be set, got none; set it or give a default:"
                                + " ${MEILI_MASTER_KEY:-default}");
        assertThat(
                        Loading.of(Loading.MINIMAL)
                                .without("MEILI_MASTER_KEY")
                                .environment("MEILIBRIDGE_MEILISEARCH_API_KEY", "a${b")
                                .settings()
                                .meilisearch()
                                .apiKey())
                .extracting(secret -> Objects.requireNonNull(secret).value())
                .isEqualTo("a${b");
    }

    @Test
    void the_text_of_a_variable_never_shows_in_a_fault() {
        Loading.minimalWith("api: { port: '${SECRET}' }")
                .environment("SECRET", "hidden")
                .hasFault(
                        "api.port (config.yaml:4): expected a whole number from 1 to 65535, got"
                                + " '${SECRET}'");
    }

    @Test
    void secrets_may_stand_in_files() {
        Settings settings =
                Loading.of(
                                """
                                source: { host: a, database: b, user: c, password_file: pw }
                                meilisearch: { url: http://a, api_key_file: /run/key }
                                sync_tasks: [ { id: a, table: a } ]
                                api:
                                  auth: { tokens: [ { name: ops, token_file: token } ], jwt_secret_file: jwt }
                                """)
                        .file("pw", "two\nlines\r\n")
                        .file("/run/key", "key")
                        .file("token", "t\n")
                        .file("jwt", "j".repeat(32) + "\n")
                        .settings();

        assertThat(settings.sources().getFirst().connection().password())
                .extracting(secret -> Objects.requireNonNull(secret).value())
                .isEqualTo("two\nlines");
        assertThat(settings.meilisearch().apiKey())
                .extracting(secret -> Objects.requireNonNull(secret).value())
                .isEqualTo("key");
        assertThat(settings.api().auth().tokens().getFirst().token().value()).isEqualTo("t");
        assertThat(Objects.requireNonNull(settings.api().auth().jwtSecret()).value())
                .isEqualTo("j".repeat(32));
    }

    @Test
    void secret_files_must_be_there_and_alone() {
        Loading.minimalWith("redis: { url: redis://a, password_file: nowhere }")
                .hasFault(
                        "redis.password_file (config.yaml:4): expected a file that can be read, got"
                                + " none at 'nowhere'");
        Loading.minimalWith("redis: { url: redis://a, password_file: a, password: b }")
                .hasFault(
                        "redis.password (config.yaml:4): expected either this key or"
                                + " password_file, got both");
        Loading.minimalWith("redis: { url: redis://a, password_file: a }")
                .file("a", "\n")
                .hasFault(
                        "redis.password_file (config.yaml:4): expected a file that is not empty,"
                                + " got an empty one");
    }

    @Test
    void a_secret_in_the_environment_takes_the_place_of_its_file() {
        Settings settings =
                Loading.minimalWith("redis: { url: redis://a, password_file: nowhere }")
                        .environment("MEILIBRIDGE_REDIS_PASSWORD", "given")
                        .settings();

        assertThat(Objects.requireNonNull(settings.redis().password()).value()).isEqualTo("given");
    }

    @Test
    void a_url_in_the_environment_takes_the_place_of_the_single_keys() {
        ConnectionSettings connection =
                Loading.of(Loading.MINIMAL)
                        .environment("MEILIBRIDGE_SOURCE_URL", "postgresql://me@there/that")
                        .settings()
                        .sources()
                        .getFirst()
                        .connection();

        assertThat(connection.host()).isEqualTo("there");
        assertThat(connection.password()).isNull();
    }

    @Test
    void the_file_is_looked_for_in_order() {
        Loading loading = Loading.nothing().file("config/application.yaml", shared());
        assertThat(loading.load().file()).isEqualTo("config/application.yaml");
        assertThat(loading.faults()).isEmpty();
        assertThat(loading.file("meilibridge.yml", "").load().file()).isEqualTo("meilibridge.yml");
        assertThat(loading.file("meilibridge.yaml", "").load().file())
                .isEqualTo("meilibridge.yaml");
        assertThat(loading.file("config.yml", "").load().file()).isEqualTo("config.yml");
        assertThat(loading.file("config.yaml", "").load().file()).isEqualTo("config.yaml");
        assertThat(loading.environment("MEILIBRIDGE_CONFIG", "env").load().file()).isEqualTo("env");
        assertThat(loading.property("meilibridge.config", "prop").load().file()).isEqualTo("prop");
        assertThat(loading.asking("asked.yaml").load().file()).isEqualTo("asked.yaml");
        assertThat(loading.faults())
                .containsExactly("asked.yaml: expected a file that can be read, got none");
    }

    private static String shared() {
        return "quarkus: { log: { level: INFO } }\nmeilibridge:\n" + Loading.MINIMAL.indent(2);
    }
}
