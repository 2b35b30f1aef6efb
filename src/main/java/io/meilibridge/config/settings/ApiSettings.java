package io.meilibridge.config.settings;

import org.jspecify.annotations.Nullable;

/// The HTTP interface.
///
/// @param maxRequestsPerSecond 0 for no limit
public record ApiSettings(
        boolean enabled,
        String host,
        int port,
        long maxRequestBytes,
        int maxRequestsPerSecond,
        CorsSettings cors,
        AuthSettings auth,
        @Nullable TlsFiles tls) {

    public ApiSettings withAuth(AuthSettings other) {
        return new ApiSettings(
                enabled, host, port, maxRequestBytes, maxRequestsPerSecond, cors, other, tls);
    }
}
