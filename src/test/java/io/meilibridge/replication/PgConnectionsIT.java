package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServer.StopMode;
import io.meilibridge.PostgresServers;
import io.meilibridge.TestCertificates;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.TlsOptions.Mode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgConnectionsIT {

    private static final Credentials BRIDGE = Credentials.of("bridge", "right");

    private Path folder;
    private PostgresServer server;
    private TestCertificates certificates;
    private SourceDatabase source;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        folder = shared;
        certificates = TestCertificates.in(folder.resolve("ours"));
        server =
                PostgresServers.start(
                        18,
                        Map.of(
                                "ssl", "on",
                                "ssl_ca_file", quoted("ca.pem"),
                                "ssl_cert_file", quoted("server.pem"),
                                "ssl_key_file", quoted("server.key")));
        source = SourceDatabase.on(server, "Odd name/?&%");
        source.execute(
                "CREATE ROLE bridge LOGIN REPLICATION PASSWORD 'right'",
                "CREATE ROLE certified LOGIN",
                "CREATE TABLE item (id int PRIMARY KEY)",
                "CREATE PUBLICATION pub FOR TABLE item",
                "SELECT pg_create_logical_replication_slot('tls', 'pgoutput')");
        server.configure("ident_file = '" + folder.resolve("ident") + "'");
        Files.writeString(folder.resolve("ident"), "tls bridge certified\n");
        server.accessRules(
                "hostssl all bridge samehost scram-sha-256",
                "hostssl all certified samehost cert map=tls");
        server.restart(StopMode.FAST);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String quoted(String file) {
        return "'" + certificates.path(file) + "'";
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"ALLOW", "PREFER", "REQUIRE"})
    void modes_that_verify_nothing_connect_with_tls(Mode mode) throws Exception {
        assertThat(tlsVersion(BRIDGE, TlsOptions.of(mode), "localhost")).startsWith("TLSv1.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"VERIFY_CA", "VERIFY_FULL"})
    void verifying_modes_take_the_right_ca(Mode mode) throws Exception {
        assertThat(tlsVersion(BRIDGE, verifying(mode), "localhost")).startsWith("TLSv1.");
    }

    @Test
    void a_server_that_wants_tls_refuses_the_mode_without() {
        assertFault(
                BRIDGE,
                TlsOptions.DISABLE,
                "localhost",
                ErrorCode.AUTHENTICATION_FAILED,
                "pg_hba.conf");
    }

    @Test
    void only_the_strictest_mode_minds_the_host_name() throws Exception {
        assertThat(tlsVersion(BRIDGE, verifying(Mode.VERIFY_CA), "127.0.0.1")).isNotEmpty();
        List<String> driverLog = new CopyOnWriteArrayList<>();
        try (LogCapture _ = LogCapture.of(PGjdbcHostnameVerifier.class, driverLog)) {
            assertFault(
                    BRIDGE,
                    verifying(Mode.VERIFY_FULL),
                    "127.0.0.1",
                    ErrorCode.TLS_FAILED,
                    "not for this host name");
        }
    }

    @Test
    void a_certificate_of_another_ca_is_refused() throws Exception {
        TestCertificates others = TestCertificates.in(folder.resolve("others"));
        TlsOptions options = new TlsOptions(Mode.VERIFY_CA, others.path("ca.pem"), null, null);

        assertFault(BRIDGE, options, "localhost", ErrorCode.TLS_FAILED, "handshake");
    }

    @Test
    void a_certificate_that_has_expired_is_refused_by_modes_that_verify() throws Exception {
        showing("expired");
        try {
            assertFault(
                    BRIDGE,
                    verifying(Mode.VERIFY_CA),
                    "localhost",
                    ErrorCode.TLS_FAILED,
                    "handshake");
            assertThat(tlsVersion(BRIDGE, TlsOptions.of(Mode.REQUIRE), "localhost")).isNotEmpty();
        } finally {
            showing("server");
        }
        assertThat(tlsVersion(BRIDGE, verifying(Mode.VERIFY_FULL), "localhost")).isNotEmpty();
    }

    private void showing(String pair) throws Exception {
        server.configure("ssl_cert_file = " + quoted(pair + ".pem"));
        server.configure("ssl_key_file = " + quoted(pair + ".key"));
        server.restart(StopMode.FAST);
    }

    @Test
    void files_that_are_missing_or_wrong_are_named() {
        Path absent = folder.resolve("absent.pem");
        Path wrong = certificates.path("ca.pem");

        assertFault(
                BRIDGE,
                TlsOptions.of(Mode.VERIFY_CA),
                "localhost",
                ErrorCode.TLS_FAILED,
                "ssl.ca_cert");
        assertFault(
                BRIDGE,
                new TlsOptions(Mode.VERIFY_CA, absent, null, null),
                "localhost",
                ErrorCode.TLS_FAILED,
                "CA certificate '" + absent + "'");
        assertFault(
                BRIDGE,
                new TlsOptions(Mode.REQUIRE, null, wrong, null),
                "localhost",
                ErrorCode.TLS_FAILED,
                "only one is given");
        assertFault(
                BRIDGE,
                new TlsOptions(Mode.REQUIRE, null, wrong, wrong),
                "localhost",
                ErrorCode.TLS_FAILED,
                "client key '" + wrong + "'");
    }

    @Test
    void a_client_certificate_logs_in_without_password_and_leaves_no_key_behind() throws Exception {
        Credentials certified = Credentials.of("certified", null);
        TlsOptions options =
                new TlsOptions(
                        Mode.VERIFY_FULL,
                        certificates.path("ca.pem"),
                        certificates.path("client.pem"),
                        certificates.path("client.key"));

        assertThat(tlsVersion(certified, options, "localhost")).isNotEmpty();

        assertFault(
                certified,
                verifying(Mode.VERIFY_FULL),
                "localhost",
                ErrorCode.AUTHENTICATION_FAILED,
                "certificate");
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("meilibridge-") && name.endsWith(".pk8"));
        }
    }

    @Test
    void a_stream_runs_over_tls_and_its_end_is_noticed() throws Exception {
        PgConnections connections = connections(BRIDGE, verifying(Mode.VERIFY_FULL), "localhost");
        byte[][] frames = new byte[8][];
        try (WalStream stream =
                WalStream.open(connections, StreamOptions.of("tls", List.of("pub")))) {
            source.execute("INSERT INTO item VALUES (1)");
            SourceDatabase.await(
                    "the row arrives", () -> stream.read(frames, ReadLimits.DEFAULT) > 0);

            server.restart(StopMode.IMMEDIATE);

            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    stream.read(frames, ReadLimits.DEFAULT);
                                }
                            })
                    .isInstanceOf(SourceException.class)
                    .extracting(fault -> ((SourceException) fault).code())
                    .isIn(ErrorCode.SOURCE_UNREACHABLE, ErrorCode.SOURCE_SHUTTING_DOWN);
        }
    }

    @Test
    void a_wrong_password_host_port_or_database_is_told() throws Exception {
        TlsOptions tls = TlsOptions.of(Mode.REQUIRE);
        assertFault(
                Credentials.of("bridge", "wrong"),
                tls,
                "localhost",
                ErrorCode.AUTHENTICATION_FAILED,
                "ALTER ROLE \"bridge\" PASSWORD");
        assertFault(
                Credentials.of("bridge", null),
                tls,
                "localhost",
                ErrorCode.AUTHENTICATION_FAILED,
                "password");
        assertFault(
                Credentials.of("nobody", "x"),
                tls,
                "localhost",
                ErrorCode.AUTHENTICATION_FAILED,
                "pg_hba.conf");
        assertFault(BRIDGE, tls, "no.such.host.invalid", ErrorCode.SOURCE_UNREACHABLE, "resolve");
        ConnectionOptions options = options(BRIDGE, tls, "localhost");
        assertFault(
                options.with(new ServerAddress("localhost", server.port(), "nowhere")),
                ErrorCode.DATABASE_MISSING,
                "CREATE DATABASE \"nowhere\";");
        assertFault(
                options.with(new ServerAddress("localhost", freePort(), "x")),
                ErrorCode.SOURCE_UNREACHABLE,
                "listen_addresses");
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    @Test
    void a_server_that_stays_silent_is_given_up() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            SocketOptions hasty = new SocketOptions(Duration.ofSeconds(1), true, true, 4096, 4096);
            ServerAddress address = new ServerAddress("localhost", silent.getLocalPort(), "x");

            assertFault(
                    options(BRIDGE, TlsOptions.DISABLE, "localhost").with(address).with(hasty),
                    ErrorCode.SOURCE_UNREACHABLE,
                    "connection failed");
        }
    }

    @Test
    void a_server_without_tls_is_refused_by_modes_that_insist() {
        PostgresServer plain = PostgresServers.shared(18);
        ServerAddress address = new ServerAddress(plain.host(), plain.port(), "postgres");
        ConnectionOptions options =
                options(Credentials.of(plain.superuser(), "any"), verifying(Mode.REQUIRE), "x");

        assertFault(options.with(address), ErrorCode.TLS_FAILED, "offers no TLS");
    }

    private TlsOptions verifying(Mode mode) {
        return new TlsOptions(mode, certificates.path("ca.pem"), null, null);
    }

    private ConnectionOptions options(Credentials credentials, TlsOptions tls, String host) {
        return ConnectionOptions.of(
                        new ServerAddress(host, server.port(), source.name()), credentials)
                .with(tls);
    }

    private PgConnections connections(Credentials credentials, TlsOptions tls, String host) {
        return SourceDatabase.connections(options(credentials, tls, host));
    }

    private String tlsVersion(Credentials credentials, TlsOptions tls, String host)
            throws Exception {
        try (Connection connection = connections(credentials, tls, host).openOrdinary()) {
            return String.valueOf(
                    ask(
                            connection,
                            "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
        }
    }

    private static @Nullable String ask(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void assertFault(
            Credentials credentials, TlsOptions tls, String host, ErrorCode code, String part) {
        assertFault(options(credentials, tls, host), code, part);
    }

    private static void assertFault(ConnectionOptions options, ErrorCode code, String part) {
        assertThatThrownBy(() -> SourceDatabase.connections(options).openReplication())
                .asInstanceOf(type(SourceException.class))
                .satisfies(fault -> assertThat(fault.code()).isEqualTo(code))
                .extracting(PipelineException::report)
                .asString()
                .contains(part)
                .doesNotContain("right", "wrong'");
    }
}
