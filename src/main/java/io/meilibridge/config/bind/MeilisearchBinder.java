package io.meilibridge.config.bind;

import io.meilibridge.config.settings.CircuitBreakerSettings;
import io.meilibridge.config.settings.Compression;
import io.meilibridge.config.settings.Confirm;
import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.OnIndexLost;
import io.meilibridge.config.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Binds the Meilisearch server.
final class MeilisearchBinder {

    /// Stands where a faulty configuration has no address.
    private static final URI NOWHERE = URI.create("http://localhost:7700");

    private MeilisearchBinder() {}

    static MeilisearchSettings bind(View view) {
        URI url = view.find("url", URI.class);
        Confirm confirm = view.get("confirm", Confirm.class);
        if (confirm == Confirm.ENQUEUED) {
            view.report()
                    .warning(
                            view.path("confirm"),
                            view.origin("confirm"),
                            "a checkpoint means accepted, not indexed: what fails afterwards is"
                                    + " lost");
        }
        return new MeilisearchSettings(
                url == null ? NOWHERE : withoutSlash(url),
                view.find("api_key", Secret.class),
                view.find("ca_cert", Path.class),
                view.get("timeout", Duration.class),
                view.get("max_connections", Integer.class),
                view.get("auto_create_index", Boolean.class),
                IndexSettingsBinder.bind(view, "index_settings"),
                confirm,
                view.get("on_index_lost", OnIndexLost.class),
                view.get("max_pending_tasks", Integer.class),
                view.get("max_requests_per_second", Double.class),
                view.get("compression", Compression.class),
                circuitBreaker(view.group("circuit_breaker")));
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return URI.create(text);
    }

    private static CircuitBreakerSettings circuitBreaker(View view) {
        return new CircuitBreakerSettings(
                view.get("enabled", Boolean.class),
                view.get("error_rate", Double.class),
                view.get("min_request_count", Integer.class),
                view.get("consecutive_failures", Integer.class),
                view.get("timeout_secs", Duration.class));
    }
}
