package io.meilibridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer.StopMode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServersIT {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void every_major_starts_for_logical_replication(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of("work_mem", "'5 MB'"))) {
            assertThat(server.query("postgres", "SHOW server_version")).startsWith(major + ".");
            assertThat(server.query("postgres", "SHOW wal_level")).isEqualTo("logical");
            assertThat(server.query("postgres", "SHOW work_mem")).isEqualTo("5MB");
            assertThat(server.query("postgres", "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_server_restarts_in_every_mode_with_its_data_and_port(int major) throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of())) {
            String database = server.createDatabase("Kept");
            server.execute(database, "CREATE TABLE kept AS SELECT 7 AS n");
            for (StopMode mode : StopMode.values()) {
                server.restart(mode);
                assertThat(server.query(database, "SELECT n FROM kept")).isEqualTo("7");
            }
        }
    }

    @Test
    void closing_deletes_the_data() {
        PostgresServer server = PostgresServers.start(18, Map.of());
        server.stop(StopMode.FAST);
        server.close();
        assertThat(server.dataDirectory()).doesNotExist();
    }

    @Test
    void a_shared_server_is_the_same_each_time() throws Exception {
        PostgresServer server = PostgresServers.shared(18);
        String database = server.createDatabase("servers_it");
        server.execute(
                database, "SELECT pg_create_logical_replication_slot('servers_it', 'pgoutput')");
        assertThat(PostgresServers.shared(18)).isSameAs(server);
        server.dropDatabase(database);
        assertThat(server.query("postgres", "SELECT count(*) FROM pg_replication_slots"))
                .isEqualTo("0");
    }
}
