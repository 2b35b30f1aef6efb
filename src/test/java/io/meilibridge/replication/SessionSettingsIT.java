package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSettingsIT {

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void values_have_one_form_on_both_kinds_of_connection(int major) throws Exception {
        try (SourceDatabase plain = SourceDatabase.on(PostgresServers.shared(major), "forms")) {
            plain.execute(
                    "ALTER DATABASE forms SET TimeZone = 'Asia/Tokyo'",
                    "ALTER DATABASE forms SET DateStyle = 'German'",
                    "ALTER DATABASE forms SET IntervalStyle = 'sql_standard'",
                    "ALTER DATABASE forms SET extra_float_digits = -5",
                    "ALTER DATABASE forms SET bytea_output = 'escape'",
                    "ALTER DATABASE forms SET statement_timeout = '7s'");
            try (Connection ordinary = plain.connections().openOrdinary();
                    Connection replication = plain.connections().openReplication()) {
                for (Connection connection : List.of(ordinary, replication)) {
                    assertThat(ask(connection, "SELECT timestamptz '2024-02-03 04:05:06+00'"))
                            .isEqualTo("2024-02-03 04:05:06+00");
                    assertThat(ask(connection, "SELECT interval '1 day 2 s'")).isEqualTo("P1DT2S");
                    assertThat(ask(connection, "SELECT 0.1::float4")).isEqualTo("0.1");
                    assertThat(ask(connection, "SELECT '\\x00ff'::bytea::text"))
                            .isEqualTo("\\x00ff");
                    assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("0");
                }
                assertThat(ask(replication, "SHOW wal_sender_timeout")).isEqualTo("1min");
                assertThat(ask(ordinary, "SHOW application_name")).isEqualTo("meilibridge");
            }
        }
    }

    @Test
    void a_session_has_the_name_and_settings_it_is_given_and_no_limit_is_none() throws Exception {
        try (SourceDatabase plain = SourceDatabase.on(PostgresServers.shared(18), "given")) {
            SessionOptions given =
                    new SessionOptions(
                            "other",
                            "-c search_path=told -c TimeZone=Asia/Tokyo",
                            Duration.ZERO,
                            Duration.ZERO);
            PgConnections connections =
                    SourceDatabase.connections(
                            plain.connections()
                                    .options()
                                    .with(given)
                                    .with(new SocketOptions(Duration.ZERO, true, true, 0, 0)));
            try (Connection ordinary = connections.openOrdinary();
                    Connection replication = connections.openReplication()) {
                for (Connection connection : List.of(ordinary, replication)) {
                    assertThat(ask(connection, "SHOW application_name")).isEqualTo("other");
                    assertThat(ask(connection, "SHOW search_path")).isEqualTo("told");
                    assertThat(ask(connection, "SHOW TimeZone")).isEqualTo("UTC");
                }
            }
        }
    }

    private static @Nullable String ask(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
