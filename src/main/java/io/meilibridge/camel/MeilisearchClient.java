package io.meilibridge.camel;

import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/// How the HTTP client of the Meilisearch endpoint behaves: it carries the key, and does nothing of
/// its own accord that would repeat or redirect a write behind the delivery's back.
final class MeilisearchClient implements HttpClientConfigurer {

    private final @Nullable String apiKey;

    MeilisearchClient(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching();
        if (apiKey != null) {
            builder.setDefaultHeaders(
                    List.of(new BasicHeader("Authorization", "Bearer " + apiKey)));
        }
    }
}
