package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.CdcSettings;
import io.meilibridge.config.settings.StartPosition;
import io.meilibridge.event.Lsn;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the keys of slot and start position mean to each other.
class ReplicationKeysTest {

    private static final String REPLICATION = "source.postgresql.replication.";

    @Test
    void a_temporary_slot_is_a_warning() {
        assertThat(Loading.minimalWith("replication: { temporary_slot: true }").warnings())
                .containsExactly(
                        REPLICATION
                                + "temporary_slot (config.yaml:4): changes between two connections"
                                + " are lost until the tables are read anew: each connection begins"
                                + " at a new slot");
    }

    @Test
    void a_temporary_slot_is_made_by_us_and_begins_at_the_present() {
        assertThat(
                        Loading.of(
                                        """
                                        source: { host: a, database: b, user: c }
                                        replication: { temporary_slot: true, create_slot: false, start_lsn: 0/10 }
                                        meilisearch: { url: http://a }
                                        sync_tasks: [ { id: a, table: a, cdc: { start_position: 0/20 } } ]
                                        """)
                                .faults())
                .containsExactlyInAnyOrder(
                        REPLICATION
                                + "create_slot (config.yaml:2): expected true with temporary_slot,"
                                + " got false",
                        REPLICATION
                                + "start_lsn (config.yaml:2): expected none with temporary_slot,"
                                + " which begins at the present, got 0/10",
                        "sync_tasks[0].cdc.start_position (config.yaml:4): expected no LSN with"
                                + " temporary_slot, which begins at the present, got 0/20");
    }

    @Test
    void zero_is_the_position_of_the_slot_and_a_task_that_says_nothing_follows_its_source() {
        assertThat(start("0/0")).isEqualTo(new StartPosition.Beginning());
        assertThat(start("beginning")).isEqualTo(new StartPosition.Beginning());
        assertThat(start("0/10")).isEqualTo(new StartPosition.At(new Lsn(16)));
        assertThat(cdc("enabled: true").startPosition()).isNull();
        assertThat(
                        Loading.minimalWith("replication: { start_lsn: 0/0 }")
                                .settings()
                                .sources()
                                .getFirst()
                                .replication()
                                .startLsn())
                .isNull();
    }

    @Test
    void streaming_and_two_phases_raise_the_protocol_version_as_far_as_needed() {
        assertThat(version("streaming: true", "streaming raises proto_version from 1 to 2"))
                .isEqualTo(2);
        assertThat(
                        version(
                                "streaming: true, two_phase: true, proto_version: 2",
                                "two_phase raises proto_version from 2 to 3"))
                .isEqualTo(3);
        assertThat(version("streaming: true, two_phase: true, proto_version: 4", "")).isEqualTo(4);
        assertThat(version("proto_version: 1", "")).isEqualTo(1);
    }

    /// @param notice empty for none
    private static int version(String keys, String notice) {
        Loading loading = Loading.minimalWith("replication: { " + keys + " }");
        if (notice.isEmpty()) {
            assertThat(loading.notices()).noneMatch(each -> each.contains("proto_version"));
        } else {
            assertThat(loading.notices())
                    .anyMatch(each -> each.replaceAll(" \\(.*?\\):", "").endsWith(notice));
        }
        return loading.settings().sources().getFirst().replication().protocolVersion();
    }

    private static StartPosition start(String text) {
        return Objects.requireNonNull(cdc("start_position: " + text).startPosition());
    }

    private static CdcSettings cdc(String keys) {
        return Loading.of(
                        """
                        source: { host: a, database: b, user: c }
                        meilisearch: { url: http://a }
                        sync_tasks: [ { id: a, table: a, cdc: { %s } } ]
                        """
                                .formatted(keys))
                .settings()
                .tasks()
                .getFirst()
                .cdc();
    }
}
