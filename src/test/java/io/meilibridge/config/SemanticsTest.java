package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.ConnectionSettings;
import io.meilibridge.config.settings.PerformanceSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TlsMode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What keys mean to each other.
class SemanticsTest {

    private static final String HEAD =
            """
            source: { host: a, database: b, user: c }
            meilisearch: { url: http://a }
            sync_tasks:
            """;

    @Test
    void a_memory_limit_over_half_of_the_heap_is_a_fault() {
        Loading.minimalWith("memory: { max_event_buffer_mb: 512 }")
                .heapBytes(256L << 20)
                .hasFault(
                        "memory.max_event_buffer_mb (config.yaml:4): expected at most half of the"
                                + " heap, 128 MB of 256 MB, got 512 MB; raise -Xmx or lower it");
    }

    @Test
    void reading_stops_at_a_share_of_the_limits() {
        PerformanceSettings limited =
                Loading.minimalWith(
                                "performance: { memory_limit: 10MB, max_pending_events: 5,"
                                        + " backpressure_threshold: 0.5 }")
                        .settings()
                        .performance();
        PerformanceSettings unlimited = Loading.of(Loading.MINIMAL).settings().performance();

        assertThat(limited.bytesToStopAt()).isEqualTo(5L << 20);
        assertThat(limited.eventsToStopAt()).isEqualTo(3);
        assertThat(unlimited.eventsToStopAt()).isZero();
    }

    @Test
    void the_smallest_status_interval_counts_up_to_a_third_of_the_time_limit() {
        Settings smallest =
                Loading.minimalWith(
                                "replication: { standby_message_timeout: 9, status_interval: 4,"
                                        + " keepalive_interval: 6 }")
                        .settings();
        Loading capped = Loading.minimalWith("replication: { wal_sender_timeout: 15 }");
        Loading lowered =
                Loading.minimalWith("replication: { wal_sender_timeout: 6, status_interval: 5 }");

        assertThat(interval(smallest)).isEqualTo(Duration.ofSeconds(4));
        assertThat(interval(capped.settings())).isEqualTo(Duration.ofSeconds(5));
        assertThat(capped.notices()).isEmpty();
        assertThat(interval(lowered.settings())).isEqualTo(Duration.ofSeconds(2));
        assertThat(lowered.notices())
                .containsExactly(
                        "source.postgresql.replication.status_interval (config.yaml:4): is lowered"
                                + " to 2000 ms, a third of wal_sender_timeout");
    }

    private static Duration interval(Settings settings) {
        return settings.sources().getFirst().replication().statusInterval();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "with-dash", "\"\""})
    void slot_names_are_those_of_postgresql(String name) {
        assertThat(Loading.minimalWith("replication: { slot_name: " + name + " }").faults())
                .singleElement()
                .asString()
                .contains("expected 1 to 63 of the characters a-z 0-9 _");
    }

    @Test
    void a_libpq_url_says_everything_about_a_connection() {
        ConnectionSettings connection =
                url("postgresql://us%40er:p%2Bss+w@[::1]:6543/my%20db?sslmode=verify-full"
                                + "&connect_timeout=5&application_name=bridge&keepalives=0")
                        .settings()
                        .sources()
                        .getFirst()
                        .connection();

        assertThat(connection.user()).isEqualTo("us@er");
        assertThat(Objects.requireNonNull(connection.password()).value()).isEqualTo("p+ss+w");
        assertThat(connection.host()).isEqualTo("::1");
        assertThat(connection.port()).isEqualTo(6543);
        assertThat(connection.database()).isEqualTo("my db");
        assertThat(connection.tls().mode()).isEqualTo(TlsMode.VERIFY_FULL);
        assertThat(connection.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(connection.applicationName()).isEqualTo("bridge");
        assertThat(connection.socket().keepalive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hidden@h/d",
                "postgresql://u:hidden@h/d?sslmod=require",
                "postgresql://u:hidden@a,b/d",
                "postgresql://u:hidden@h:port/d",
                "postgresql://u:hidden@h/d d",
                "postgresql://u:hidden%zz@h/d",
                "postgresql://u:hidden@h/d?sslmode=maybe"
            })
    void a_url_that_is_none_is_one_fault_without_its_text(String text) {
        assertThat(url(text).faults()).singleElement().asString().doesNotContain("hidden");
    }

    @Test
    void a_url_and_a_key_for_the_same_value_are_a_fault() {
        Loading.of(
                        """
                        source: { url: postgresql://u@h/d, port: 1, database: d }
                        meilisearch: { url: http://a }
                        sync_tasks: [ { id: a, table: a } ]
                        """)
                .hasFault(
                        "source.postgresql.database (config.yaml:1): expected it either here or in"
                                + " the url, got it in both");
    }

    private static Loading url(String url) {
        return Loading.of(
                """
                source: { url: '%s' }
                meilisearch: { url: http://a }
                sync_tasks: [ { id: a, table: a } ]
                """
                        .formatted(url));
    }

    @Test
    void tls_may_be_switched_and_needs_both_halves_of_a_certificate() {
        assertThat(tls("enabled: true")).isEqualTo(TlsMode.REQUIRE);
        assertThat(tls("enabled: true, mode: verify-ca")).isEqualTo(TlsMode.VERIFY_CA);
        assertThat(tls("enabled: false, mode: require")).isEqualTo(TlsMode.DISABLE);
        assertThat(Loading.minimalWith("postgresql: { ssl: { client_cert: c } }").faults())
                .containsExactlyInAnyOrder(
                        "source.postgresql.ssl.client_cert (config.yaml:4): expected a file, got"
                                + " none at 'c'",
                        "source.postgresql.ssl.client_key (config.yaml:4): expected client_cert and"
                                + " client_key together, got one of them");
    }

    private static TlsMode tls(String keys) {
        return Loading.minimalWith("postgresql: { ssl: { " + keys + " } }")
                .settings()
                .sources()
                .getFirst()
                .connection()
                .tls()
                .mode();
    }

    @Test
    void tasks_that_share_an_index_get_prefixes_from_their_tables() {
        List<SyncTaskSettings> tasks =
                Loading.of(
                                HEAD
                                        + """
                                        - { id: a, table: people, index: all }
                                        - { id: b, table: firms, index: all }
                                        - { id: c, table: firms }
                                        """)
                        .settings()
                        .tasks();

        assertThat(tasks)
                .extracting(task -> task.rules().id().prefix())
                .containsExactly("people", "firms", "");
    }

    @Test
    void the_primary_key_of_the_destination_is_that_of_tasks_that_name_none() {
        List<SyncTaskSettings> tasks =
                Loading.of(
                                """
                                source: { host: a, database: b, user: c }
                                meilisearch: { url: http://a, primary_key: uid }
                                sync_tasks: [ { id: a, table: a }, { id: b, table: b, primary_key: [x, y] } ]
                                """)
                        .settings()
                        .tasks();

        assertThat(tasks)
                .extracting(task -> task.rules().id().columns())
                .containsExactly(List.of("uid"), List.of("x", "y"));
    }

    @Test
    void tasks_that_share_an_index_must_fit_each_other() {
        assertThat(
                        Loading.of(
                                        HEAD
                                                + """
                                                - { id: a, table: people, index: all }
                                                - { id: b, table: crm.people, index: all }
                                                - { id: c, table: people, index: all }
                                                - { id: d, table: x, index: all, index_settings: { stop_words: [a] } }
                                                """)
                                .faults())
                .anyMatch(fault -> fault.startsWith("sync_tasks[1].id_prefix (config.yaml:5)"))
                .anyMatch(fault -> fault.startsWith("sync_tasks[2].index (config.yaml:6)"))
                .anyMatch(
                        fault -> fault.startsWith("sync_tasks[3].index_settings (config.yaml:7)"));
    }

    @Test
    void a_disabled_task_is_in_nobodys_way() {
        assertThat(
                        Loading.of(
                                        HEAD
                                                + "- { id: a, table: t, enabled: false }\n"
                                                + "- { id: b, table: t }\n")
                                .faults())
                .isEmpty();
    }

    @Test
    void stores_that_need_redis_say_so() {
        assertThat(
                        Loading.minimalWith(
                                        """
                                        checkpoint: { backend: redis, wal_relief: redis }
                                        """)
                                .nativeImage()
                                .faults())
                .containsExactlyInAnyOrder(
                        "checkpoint.backend (config.yaml:4): expected redis.url with redis, got"
                                + " none",
                        "checkpoint.wal_relief (config.yaml:4): expected redis.url with redis, got"
                                + " none",
                        "checkpoint.wal_relief (config.yaml:4): expected off in the native build,"
                                + " which has no WAL relief, got redis");
        assertThat(
                        Loading.minimalWith(
                                        """
                                        checkpoint: { backend: memory, wal_relief: redis }
                                        redis: { url: redis://localhost }
                                        """)
                                .faults())
                .singleElement()
                .asString()
                .startsWith(
                        "checkpoint.wal_relief (config.yaml:4): expected checkpoint.backend file or"
                                + " redis with it");
        Loading.minimalWith("replication: { standby: true }")
                .hasFault(
                        "source.postgresql.replication.standby (config.yaml:4): expected"
                                + " checkpoint.backend: redis with it, since both instances need"
                                + " the same store, got file");
        assertThat(
                        Loading.minimalWith("replication: { standby: true, wal_sender_timeout: 0 }")
                                .faults())
                .hasSize(2)
                .contains(
                        "source.postgresql.replication.wal_sender_timeout (config.yaml:4): expected"
                                + " a time with standby, since an instance that hears nothing for"
                                + " half of it stops writing, got 0");
    }

    @Test
    void risks_are_warnings() {
        assertThat(
                        Loading.of(Loading.MINIMAL)
                                .environment("MEILIBRIDGE_API_HOST", "0.0.0.0")
                                .environment("MEILIBRIDGE_MEILISEARCH_CONFIRM", "enqueued")
                                .environment("MEILIBRIDGE_CHECKPOINT_BACKEND", "memory")
                                .warnings())
                .hasSize(3)
                .anyMatch(warning -> warning.contains("set api.auth.enabled: true"))
                .anyMatch(warning -> warning.contains("each start is a full sync"));
        assertThat(
                        Loading.of(Loading.MINIMAL)
                                .environment(
                                        "MEILIBRIDGE_ERROR_HANDLING_DEAD_LETTER_QUEUE_STORAGE",
                                        "memory")
                                .warnings())
                .singleElement()
                .asString()
                .contains("memory forgets dead letters");
    }

    @Test
    void a_table_whose_name_no_index_can_have_needs_an_index() {
        Loading.of(HEAD + "- { id: a, table: '\"a b\"' }")
                .hasFault(
                        "sync_tasks[0].index (config.yaml:4): expected a name, since that of the"
                                + " table cannot be one of an index, got nothing");
    }

    @Test
    void index_settings_take_the_form_of_the_api_and_the_task_wins() {
        Settings settings =
                Loading.of(
                                """
                                source: { host: a, database: b, user: c }
                                meilisearch:
                                  url: http://a
                                  index_settings: { stop_words: [no, yes], synonyms: { big_one: [b] } }
                                sync_tasks:
                                  - id: a
                                    table: a
                                    index_settings: { synonyms: {}, typo_tolerance: { min_word_size_for_typos: { one_typo: 4 } } }
                                """)
                        .settings();

        assertThat(settings.meilisearch().indexSettings().json())
                .hasToString("{\"stopWords\":[\"no\",\"yes\"],\"synonyms\":{\"big_one\":[\"b\"]}}");
        assertThat(settings.tasks().getFirst().indexSettings().json())
                .hasToString(
                        "{\"stopWords\":[\"no\",\"yes\"],\"synonyms\":{},\"typoTolerance\":"
                                + "{\"minWordSizeForTypos\":{\"oneTypo\":4}}}");
        assertThat(
                        Loading.of(
                                        HEAD
                                                + "- { id: a, table: a, index_settings: {"
                                                + " serchable_attributes: [a] } }")
                                .faults())
                .singleElement()
                .asString()
                .endsWith("did you mean searchableAttributes?");
    }
}
