package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.config.settings.ConnectionSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a libpq URL may say: each part is honoured, or refused with what to do instead.
class LibpqUrlTest {

    private static final String AT = "source.postgresql.url (config.yaml:1): ";

    private static Loading url(String parts) {
        return Loading.of(
                        """
                        source: { url: 'postgresql://me@%s' }
                        meilisearch: { url: http://a }
                        sync_tasks: [ { id: a, table: a } ]
                        """
                                .formatted(parts))
                .file("ca.pem", "")
                .file("cert.pem", "")
                .file("key.pem", "");
    }

    @Test
    void session_parts_and_files_are_taken_over() {
        ConnectionSettings connection =
                url("h/d?application_name=bridge&options=-c%20search_path%3Dshop"
                                + "&sslmode=verify-ca&sslrootcert=ca.pem&sslcert=cert.pem"
                                + "&sslkey=key.pem&target_session_attrs=any")
                        .settings()
                        .sources()
                        .getFirst()
                        .connection();

        assertThat(connection.applicationName()).isEqualTo("bridge");
        assertThat(connection.options()).isEqualTo("-c search_path=shop");
        assertThat(connection.tls().caCertificate()).isEqualTo(Path.of("ca.pem"));
        assertThat(connection.tls().clientCertificate()).isEqualTo(Path.of("cert.pem"));
        assertThat(connection.tls().clientKey()).isEqualTo(Path.of("key.pem"));
    }

    @Test
    void several_hosts_are_refused() {
        url("a:1,b:2/d")
                .hasFault(
                        AT
                                + "expected one host, got several; a slot lives on one server: name"
                                + " the primary, or an address that moves with it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "target_session_attrs=read-write",
                "load_balance_hosts=random",
                "channel_binding=require",
                "hostaddr=127.0.0.1",
                "passfile=x",
                "sslcrl=x",
                "service=x",
                "gssencmode=prefer",
                "tcp_user_timeout=1"
            })
    void a_part_that_cannot_be_honoured_is_refused_with_what_to_do(String part) {
        String name = part.substring(0, part.indexOf('='));
        assertThat(url("h/d?" + part).faults())
                .singleElement()
                .asString()
                .startsWith(AT + "expected no " + name + ", got it; ");
    }

    @Test
    void a_bad_part_is_a_fault_of_the_url_that_names_the_part() {
        url("h/d?sslrootcert=system")
                .hasFault(AT + "expected sslrootcert to name a file, got none at 'system'");
        url("h/d?sslmode=maybe")
                .hasFault(
                        AT
                                + "expected sslmode to be disable, allow, prefer, require,"
                                + " verify-ca or verify-full, got something else");
    }

    @Test
    void times_of_keepalives_are_the_kernels_whoever_names_them() {
        assertThat(url("h/d?keepalives=1&keepalives_idle=9").notices())
                .containsExactly(
                        AT
                                + "keepalives_idle has no effect: the PostgreSQL driver leaves it to"
                                + " the kernel; set net.ipv4.tcp_keepalive_time instead");
        assertThat(
                        Loading.minimalWith(
                                        """
                                        postgresql:
                                          tcp_keepalive_time: 60
                                          tcp_keepalive_interval: 10
                                          tcp_keepalive_count: 3
                                        """)
                                .notices())
                .hasSize(3)
                .anyMatch(line -> line.contains("net.ipv4.tcp_keepalive_time"))
                .anyMatch(line -> line.contains("net.ipv4.tcp_keepalive_intvl"))
                .anyMatch(line -> line.contains("net.ipv4.tcp_keepalive_probes"));
    }
}
