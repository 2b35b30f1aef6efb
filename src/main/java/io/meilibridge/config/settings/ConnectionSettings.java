package io.meilibridge.config.settings;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach a database.
///
/// @param connectTimeout zero for none
/// @param statementTimeout zero for none; for queries, never for the stream
/// @param parameters what a libpq URL sets beyond the other components, as `application_name`
public record ConnectionSettings(
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        TlsSettings tls,
        SocketSettings socket,
        Duration connectTimeout,
        Duration statementTimeout,
        Map<String, String> parameters) {
    public ConnectionSettings {
        parameters = Map.copyOf(parameters);
    }
}
