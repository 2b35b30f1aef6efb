package io.meilibridge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.FreePort;
import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServer.StopMode;
import io.meilibridge.PostgresServers;
import io.meilibridge.TestCertificates;
import io.meilibridge.command.Health;
import io.meilibridge.config.ConfigurationInputs;
import io.meilibridge.config.load.DiskFiles;
import io.meilibridge.proxy.TlsFront;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS on every connection: to PostgreSQL with a certificate instead of a password, to Meilisearch,
/// and to the API.
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// A request without TLS gets no answer at all.
    private static final Duration UNANSWERED_FOR = Duration.ofSeconds(3);

    private int port;

    @Test
    void everything_goes_over_tls(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.in(folder);
        try (PostgresServer server = postgres(certificates);
                Scene scene = Scene.open(server, "tls");
                TlsFront front =
                        TlsFront.of(
                                URI.create(scene.meilisearch().url()).getPort(),
                                certificates.context("server"))) {
            scene.sql(
                    "CREATE ROLE bridge LOGIN SUPERUSER REPLICATION",
                    "CREATE TABLE item (id int PRIMARY KEY, name text)",
                    "INSERT INTO item VALUES (1, 'one')");
            Files.writeString(scene.folder().resolve("config.yaml"), text(scene, front, folder));
            try (BridgeProcess bridge = scene.startStreaming()) {
                scene.sql("INSERT INTO item VALUES (2, 'two')");
                scene.awaitEqual("item", "SELECT id, to_jsonb(item) FROM item", bridge, LIMIT);
                assertThat(
                                scene.value(
                                        "SELECT bool_and(ssl AND client_dn = '/CN=bridge') FROM"
                                                + " pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                                + " WHERE usename = 'bridge'"))
                        .isEqualTo("t");
                assertThat(status("https", certificates, LIMIT)).isEqualTo(200);
                assertThat(status("http", certificates, UNANSWERED_FOR))
                        .as("without TLS")
                        .isNotEqualTo(200);
                healthIsAskedOverTls(scene);
            }
        }
    }

    private static void healthIsAskedOverTls(Scene scene) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status =
                new Health(Health.Probe.LIVE, new PrintStream(out, true, UTF_8))
                        .run(
                                new ConfigurationInputs(
                                        scene.folder().resolve("config.yaml"),
                                        Map.of(),
                                        Map.of(),
                                        Map.of(),
                                        new DiskFiles(scene.folder()),
                                        256 << 20,
                                        false));
        assertThat(status).as(out.toString(UTF_8)).isZero();
    }

    private static PostgresServer postgres(TestCertificates certificates) throws Exception {
        PostgresServer server =
                PostgresServers.start(
                        18,
                        Map.of(
                                "ssl", "on",
                                "ssl_ca_file", "'" + certificates.path("ca.pem") + "'",
                                "ssl_cert_file", "'" + certificates.path("server.pem") + "'",
                                "ssl_key_file", "'" + certificates.path("server.key") + "'"));
        server.accessRules("hostssl all bridge samehost cert");
        server.restart(StopMode.FAST);
        return server;
    }

    private String text(Scene scene, TlsFront front, Path files) throws IOException {
        port = FreePort.next();
        return """
        source:
          postgresql:
            host: localhost
            port: %d
            database: %s
            user: bridge
            ssl: { mode: verify-full, ca_cert: %s/ca.pem, client_cert: %s/client.pem, client_key: %s/client.key }
            replication: { slot_name: %s }
        meilisearch: { url: "https://localhost:%d", ca_cert: %s/ca.pem }
        api: { port: %d, tls: { certificate: %s/server.pem, key: %s/server.key } }
        sync_tasks: [ { id: item, table: item } ]
        """
                .formatted(
                        scene.server().port(),
                        scene.database(),
                        files,
                        files,
                        files,
                        scene.slot(),
                        front.port(),
                        files,
                        port,
                        files,
                        files);
    }

    /// 0 when there is no answer.
    private int status(String scheme, TestCertificates certificates, Duration limit)
            throws Exception {
        SSLContext trusting = certificates.trusting();
        try (HttpClient http = HttpClient.newBuilder().sslContext(trusting).build()) {
            URI uri = URI.create(scheme + "://localhost:" + port + "/q/health/live");
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException refused) {
            return 0;
        }
    }
}
