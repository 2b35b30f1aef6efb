package io.meilibridge.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.dev.meilisearch.Fault;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the HTTP client does by itself, which is nothing: a request that it sent again would be a
/// copy that nobody knows of.
class MeilisearchClientTest {

    private final MeilisearchStandIn server = MeilisearchStandIn.start(Options.standard());
    private final HttpClientBuilder builder = HttpClientBuilder.create();

    @AfterEach
    void close() {
        server.close();
    }

    private int put(HttpClientBuilder client) throws IOException {
        HttpPut request = new HttpPut(server.url() + "/indexes/a/documents");
        request.setEntity(new StringEntity("[]", ContentType.APPLICATION_JSON));
        try (CloseableHttpClient http = client.build()) {
            return http.execute(request, answer -> answer.getCode());
        }
    }

    @Test
    void a_refused_write_is_not_repeated() throws IOException {
        server.faults().onWrites(5, unavailable());
        new MeilisearchClient(null).configureHttpClient(builder);

        assertThat(put(builder)).isEqualTo(503);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_client_left_to_itself_would_repeat_it() throws IOException {
        server.faults().onWrites(5, unavailable());

        assertThat(put(builder)).isEqualTo(503);
        assertThat(server.requests()).hasSizeGreaterThan(1);
    }

    private static Fault unavailable() {
        return new Fault.Refuse(503, "unavailable", Map.of("Retry-After", "0"));
    }

    @Test
    void a_write_without_an_answer_is_not_repeated() {
        server.faults().onWrites(5, new Fault.ResetAfterRegistration());
        new MeilisearchClient(null).configureHttpClient(builder);

        assertThatThrownBy(() -> put(builder)).isInstanceOf(IOException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_write_is_not_redirected() throws IOException {
        server.faults()
                .onWrites(
                        1, new Fault.Refuse(307, "moved", Map.of("Location", server.url() + "/x")));
        new MeilisearchClient(null).configureHttpClient(builder);

        assertThat(put(builder)).isEqualTo(307);
        assertThat(server.requests()).hasSize(1);
    }
}
