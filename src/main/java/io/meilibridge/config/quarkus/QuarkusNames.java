package io.meilibridge.config.quarkus;

import io.meilibridge.config.Configuration.Surroundings;
import io.meilibridge.config.settings.ApiSettings;
import io.meilibridge.config.settings.LogFormat;
import io.meilibridge.config.settings.LogLevel;
import io.meilibridge.config.settings.LoggingSettings;
import java.util.HashMap;
import java.util.Map;

/// Says in Quarkus's names what our keys say.
final class QuarkusNames {

    private QuarkusNames() {}

    static Map<String, String> of(Surroundings surroundings) {
        Map<String, String> names = new HashMap<>();
        api(surroundings.api(), names);
        logging(surroundings.logging(), names);
        return names;
    }

    private static void api(ApiSettings api, Map<String, String> names) {
        names.put("quarkus.http.host-enabled", String.valueOf(api.enabled()));
        names.put("quarkus.http.host", api.host());
        names.put("quarkus.http.port", String.valueOf(api.port()));
        names.put("quarkus.http.limits.max-body-size", String.valueOf(api.maxRequestBytes()));
        if (api.tls() != null) {
            names.put("quarkus.http.ssl.certificate.files", api.tls().certificate().toString());
            names.put("quarkus.http.ssl.certificate.key-files", api.tls().key().toString());
            // One port: with certificates it speaks TLS only.
            names.put("quarkus.http.ssl-port", String.valueOf(api.port()));
            names.put("quarkus.http.insecure-requests", "disabled");
        }
    }

    private static void logging(LoggingSettings logging, Map<String, String> names) {
        names.put("quarkus.log.level", logging.level().name());
        names.put(
                "quarkus.log.console.json.enabled",
                String.valueOf(logging.format() == LogFormat.JSON));
        for (Map.Entry<String, LogLevel> category : logging.categories().entrySet()) {
            String start = "quarkus.log.category.\"" + category.getKey() + "\".";
            names.put(start + "level", category.getValue().name());
        }
    }
}
