package io.meilibridge.dev;

import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.dev.shop.ShopLife;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The end of the log: what to open and what to type. It is said once the shop's first rows can be
/// found, so that what it says is true when it is read. One thread, owned by this.
final class Guide implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Guide.class.getName());

    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final String OPEN = "curl -s ";
    private static final String WITH_KEY = "curl -s -H 'Authorization: Bearer …' ";

    private static final String TEXT =
            """

            The demo shop is in the index, and changes about once a second. Its rows were there before
            anything was streamed, from SQL like
                %1$s;
            Find it:
                %2$s'%3$s/indexes/products/search?q=moka'
            Now a row of your own, and the search that finds it:
                psql -h localhost -p %4$d -U shop -c "INSERT INTO products (name, price, tags) \
            VALUES ('Rubber duck', 3.50, '{bath,yellow}')"
                %2$s'%3$s/indexes/products/search?q=rubber+duck'
            How it goes:
                curl -s %5$s/api/cdc/status
                %5$s/q/swagger-ui   %5$s/q/health   %5$s/q/metrics
            What is synced: src/dev/shop/sync-tasks.yaml. How: routes/. Searched in: %6$s.
            """;

    private final Settings settings;
    private final String search;
    private final Thread thread = Thread.ofVirtual().name("dev-guide").unstarted(this::show);

    private Guide(Settings settings, String search) {
        this.settings = settings;
        this.search = search;
    }

    /// @param search what kind of Meilisearch was started; empty where one was configured
    static Guide start(Settings settings, String search) {
        Guide guide = new Guide(settings, search);
        guide.thread.start();
        return guide;
    }

    private void show() {
        try {
            if (awaitAnnounced()) {
                LOG.log(System.Logger.Level.INFO, text(settings, search));
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The demo shop''s rows are not in the index after {0}; see {1}",
                        WAIT_LIMIT,
                        address(settings.api()) + "/api/cdc/status");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static String text(Settings settings, String search) {
        String curl = settings.meilisearch().apiKey() == null ? OPEN : WITH_KEY;
        return TEXT.formatted(
                ShopLife.ANNOUNCED,
                curl,
                settings.meilisearch().url(),
                settings.sources().getFirst().connection().port(),
                address(settings.api()),
                search.isEmpty() ? "the Meilisearch that is configured" : search);
    }

    private static String address(ApiSettings api) {
        return (api.tls() == null ? "http" : "https") + "://localhost:" + api.port();
    }

    private boolean awaitAnnounced() throws InterruptedException {
        HttpRequest request = request(settings.meilisearch());
        long end = System.nanoTime() + WAIT_LIMIT.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() - end < 0) {
                if (finds(client, request)) {
                    return true;
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
        return false;
    }

    private static HttpRequest request(MeilisearchSettings meilisearch) {
        URI uri = URI.create(meilisearch.url() + "/indexes/products/search?q=moka");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).GET();
        Secret key = meilisearch.apiKey();
        if (key != null) {
            request.header("Authorization", "Bearer " + key.value());
        }
        return request.build();
    }

    private static boolean finds(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("moka");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
