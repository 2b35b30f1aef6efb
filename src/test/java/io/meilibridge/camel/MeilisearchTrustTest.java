package io.meilibridge.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.TestCertificates;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.proxy.TlsFront;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class MeilisearchTrustTest {

    private TestCertificates certificates;
    private MeilisearchStandIn meilisearch;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        certificates = TestCertificates.in(folder);
        meilisearch = MeilisearchStandIn.start(Options.standard());
    }

    @AfterAll
    void stop() {
        meilisearch.close();
    }

    /// @return what the server says of its health
    private String ask(String pair, String host, @Nullable Path caCertificate) throws Exception {
        int target = URI.create(meilisearch.url()).getPort();
        try (TlsFront front = TlsFront.of(target, certificates.context(pair));
                DefaultCamelContext camel = new DefaultCamelContext()) {
            if (caCertificate != null) {
                MeilisearchTrust.add(caCertificate, camel);
            }
            camel.getRegistry().bind("client", new MeilisearchClient(null));
            camel.start();
            try (ProducerTemplate producer = camel.createProducerTemplate()) {
                return producer.requestBody(
                        "https://%s:%d/health?httpClientConfigurer=#client"
                                .formatted(host, front.port()),
                        null,
                        String.class);
            }
        }
    }

    @Test
    void a_server_without_tls_is_asked_without() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            MeilisearchTrust.add(certificates.path("ca.pem"), camel);
            camel.start();
            try (ProducerTemplate producer = camel.createProducerTemplate()) {
                assertThat(producer.requestBody(meilisearch.url() + "/health", null, String.class))
                        .contains("available");
            }
        }
    }

    private void assertRefused(String pair, String host, @Nullable Path caCertificate) {
        assertThatThrownBy(() -> ask(pair, host, caCertificate))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(SSLException.class);
    }

    @Test
    void a_certificate_of_the_given_ca_is_trusted() throws Exception {
        assertThat(ask("server", "localhost", certificates.path("ca.pem"))).contains("available");
    }

    @Test
    void any_other_is_not() {
        assertRefused("server", "localhost", null);
        assertRefused("server", "localhost", certificates.path("client.pem"));
    }

    @Test
    void a_certificate_for_another_host_is_not() {
        assertRefused("server", "127.0.0.1", certificates.path("ca.pem"));
    }

    @Test
    void a_certificate_that_has_expired_is_not() {
        assertRefused("expired", "localhost", certificates.path("ca.pem"));
    }

    @Test
    void a_file_that_is_none_is_named(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path absent = folder.resolve("absent.pem");

        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            for (Path file : new Path[] {empty, absent, certificates.path("client.key")}) {
                assertThatThrownBy(() -> MeilisearchTrust.add(file, camel))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("meilisearch.ca_cert")
                        .hasMessageContaining(file.toString());
            }
        }
    }
}
