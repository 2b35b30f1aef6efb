package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.Configuration.Loaded;
import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TlsMode;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    @Test
    void the_smallest_file_has_every_default() {
        Loading loading = Loading.of(Loading.MINIMAL);
        Settings settings = loading.settings();

        SourceSettings source = settings.sources().getFirst();
        assertThat(source.name()).isEqualTo("default");
        assertThat(source.connection().port()).isEqualTo(5432);
        assertThat(source.connection().tls().mode()).isEqualTo(TlsMode.PREFER);
        assertThat(Objects.requireNonNull(source.connection().password()).value())
                .isEqualTo("pg secret");
        assertThat(source.pool().maxSize()).isEqualTo(10);
        assertThat(source.replication().protocolVersion()).isEqualTo(1);
        assertThat(source.replication().messages()).isTrue();
        assertThat(settings.meilisearch().url()).hasToString("http://localhost:7700");
        assertThat(settings.meilisearch().timeout()).isEqualTo(Duration.ofSeconds(30));
        SyncTaskSettings task = settings.tasks().getFirst();
        assertThat(task.table()).isEqualTo(new TableName("public", "products"));
        assertThat(task.source()).isEqualTo("default");
        assertThat(task.route()).isEqualTo("sync-task");
        assertThat(task.primaryKey()).isEmpty();
        assertThat(task.batch().sizeFixed()).isNull();
        assertThat(task.rules().eventTypes()).hasSize(4);
        assertThat(settings.checkpoint().backend()).isEqualTo(CheckpointBackend.FILE);
        assertThat(settings.performance().memoryLimitBytes()).isEqualTo(2L << 30);
        assertThat(settings.api().port()).isEqualTo(7708);
        assertThat(settings.sourceOf(task)).isSameAs(source);
        assertThat(loading.warnings()).isEmpty();
        assertThat(loading.notices()).isEmpty();
    }

    @Test
    void nothing_at_all_names_what_is_required() {
        assertThat(Loading.nothing().faults())
                .containsExactlyInAnyOrder(
                        "source: expected source or sources, got neither",
                        "meilisearch.url: expected a URL that starts with http:// or https:// and"
                                + " holds no user, query or fragment, got nothing",
                        "sync_tasks: expected a list of tasks, got nothing");
    }

    @Test
    void all_faults_are_in_one_report_with_their_lines() {
        Loading loading =
                Loading.of(
                        """
                        source:
                          postgresql:
                            host: localhost
                            prot: 5433
                            port: 70000
                            database: shop
                            user: meilibridge
                        meilisearch:
                          url: localhost:7700
                        sync_tasks:
                          - id: products
                            table: a.b.c
                            filter:
                              conditions:
                                - { field: price, op: greater, value: 1 }
                                - { field: name, op: matches, valeu: x }
                          - { id: products, table: orders }
                        api: { port: http }
                        """);

        assertThat(loading.faults())
                .containsExactlyInAnyOrder(
                        "source.postgresql.prot (config.yaml:4): expected a known key, got an"
                                + " unknown one; did you mean source.postgresql.port?",
                        "source.postgresql.port (config.yaml:5): expected a whole number from 1 to"
                                + " 65535, got '70000'",
                        "meilisearch.url (config.yaml:9): expected a URL that starts with http://"
                                + " or https:// and holds no user, query or fragment, got"
                                + " something else",
                        "sync_tasks[0].table (config.yaml:12): expected a table as schema.table,"
                                + " with names in double quotes where they hold other than a-z 0-9"
                                + " _ $, got 'a.b.c'",
                        "sync_tasks[0].filter.conditions[0].op (config.yaml:15): expected one of"
                                + " equals, not_equals, greater_than, greater_or_equal, less_than,"
                                + " less_or_equal, contains, starts_with, ends_with, matches, in,"
                                + " not_in, is_null, is_not_null, and, or, not, got 'greater'",
                        "sync_tasks[0].filter.conditions[1].valeu (config.yaml:16): expected a"
                                + " known key, got an unknown one; did you mean"
                                + " sync_tasks[0].filter.conditions[1].value?",
                        "sync_tasks[0].filter.conditions[1].value (config.yaml:16): expected it"
                                + " with operator matches, got nothing",
                        "sync_tasks[1].id (config.yaml:17): expected an id of its own, got that of"
                                + " sync_tasks[0]",
                        "api.port (config.yaml:18): expected a whole number from 1 to 65535, got"
                                + " 'http'");
        ConfigException fault = ((Loaded.Faulty) loading.load()).fault();
        assertThat(fault.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(fault.getMessage()).startsWith("Cannot use config.yaml: 9 faults.\n  ");
    }

    @Test
    void a_known_name_in_the_wrong_group_is_pointed_out() {
        Loading.minimalWith("api: { slot_name: a }")
                .hasFault(
                        "api.slot_name (config.yaml:4): expected a known key, got an unknown one;"
                                + " did you mean source.postgresql.replication.slot_name?");
    }

    @Test
    void the_flat_form_means_the_same() {
        Settings settings =
                Loading.of(
                                """
                                source:
                                  type: postgresql
                                  host: db.example
                                  username: reader
                                  database: shop
                                  slot_name: my_slot
                                  publication: my_publication
                                  pool: { max_size: 3 }
                                  ssl: { mode: verify-full }
                                  keepalive_interval: 7
                                meilisearch: { url: "http://localhost:7700/" }
                                sync_tasks: [ { id: a, table: a, destination: { index: b } } ]
                                """)
                        .settings();

        SourceSettings source = settings.sources().getFirst();
        assertThat(source.connection().host()).isEqualTo("db.example");
        assertThat(source.connection().user()).isEqualTo("reader");
        assertThat(source.connection().tls().mode()).isEqualTo(TlsMode.VERIFY_FULL);
        assertThat(source.replication().slotName()).isEqualTo("my_slot");
        assertThat(source.replication().publication()).isEqualTo("my_publication");
        assertThat(source.replication().statusInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(source.pool().maxSize()).isEqualTo(3);
        assertThat(settings.meilisearch().url()).hasToString("http://localhost:7700");
        assertThat(settings.tasks().getFirst().index().value()).isEqualTo("b");
    }

    @Test
    void both_forms_for_one_key_are_a_fault() {
        Loading.of(Loading.MINIMAL.replace("source: {", "source: { host: other, slot_name: a,"))
                .hasFault(
                        "source.postgresql.host (config.yaml:1): expected it once, got it in two"
                                + " forms, the other at config.yaml:1");
    }

    @Test
    void several_sources_have_names_and_slots_of_their_own() {
        String sources =
                """
                sources:
                  - { name: shop, host: a, database: shop, user: u }
                  - { name: crm, host: a, database: crm, user: u }
                meilisearch: { url: http://localhost:7700 }
                sync_tasks:
                  - { id: products, source: shop, table: products }
                  - { id: people, source: crm, table: people }
                  - { id: other, table: other }
                """;

        assertThat(Loading.of(sources).faults())
                .containsExactlyInAnyOrder(
                        "sources[1].postgresql.replication.slot_name (config.yaml:3): expected a"
                                + " slot of its own, since slots belong to the whole server, got"
                                + " 'meilibridge_slot' again",
                        "sync_tasks[2].source (config.yaml:8): expected one of the sources shop,"
                                + " crm, got nothing");
    }

    @Test
    void secrets_never_show() {
        Loading loading =
                Loading.minimalWith("redis: { url: 'redis://u:hidden@localhost:6379/2' }");
        Settings settings = loading.settings();

        assertThat(settings.toString()).doesNotContain("pg secret", "hidden").contains("***");
        assertThat(Objects.requireNonNull(settings.redis().password()).value()).isEqualTo("hidden");
        assertThat(settings.redis().database()).isEqualTo(2);
        assertThat(
                        Loading.minimalWith("redis: { url: 'http://u:hidden@localhost' }")
                                .load()
                                .toString())
                .doesNotContain("hidden");
    }

    @Test
    void groups_and_values_are_not_taken_for_each_other() {
        assertThat(
                        Loading.minimalWith("api: 7708\nhealth: [a]\nlogging: { level: [info] }")
                                .faults())
                .containsExactlyInAnyOrder(
                        "api (config.yaml:4): expected a group of keys, got a single value",
                        "health (config.yaml:5): expected a group of keys, got a list",
                        "logging.level (config.yaml:6): expected one of off, error, warn, info,"
                                + " debug, trace, got a list");
    }

    @Test
    void an_empty_group_or_value_is_one_that_was_left_out() {
        Settings settings = Loading.minimalWith("api:\nlogging: { level: }").settings();

        assertThat(settings.api().port()).isEqualTo(7708);
    }

    @Test
    void what_is_not_yaml_says_where() {
        assertThat(Loading.of("source: {\n  a: [").faults())
                .anyMatch(fault -> fault.startsWith("config.yaml:2: expected YAML, got "));
        Loading.minimalWith("api: { port: 1, port: 2 }")
                .hasFault("config.yaml:4: expected each key once in its group, got 'port' twice");
        assertThat(Loading.of("- a").faults())
                .contains("config.yaml:1: expected keys at the root, got a list");
        assertThat(Loading.minimalWith("api: &a { cors: *a }").faults())
                .contains("config.yaml:4: expected a tree, got an alias to a group it is part of");
        assertThat(Loading.minimalWith("api: !!java.net.URL [http://localhost]").faults())
                .containsExactly(
                        "config.yaml:4: expected YAML, got Global tag is not allowed:"
                                + " tag:yaml.org,2002:java.net.URL at column 6");
    }

    @Test
    void anchors_and_merge_keys_work() {
        Settings settings =
                Loading.of(
                                """
                                source: { host: a, database: b, user: c }
                                meilisearch: { url: http://localhost:7700 }
                                sync_tasks:
                                  - &base { id: a, table: a, options: { batch_size: 7 } }
                                  - { <<: *base, id: b, table: b }
                                """)
                        .settings();

        assertThat(settings.tasks().getLast().table().name()).isEqualTo("b");
        assertThat(settings.tasks().getLast().batch().sizeFixed()).isEqualTo(7);
    }
}
