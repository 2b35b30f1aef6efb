package io.meilibridge.config.settings;

import org.jspecify.annotations.Nullable;

/// The HTTP interface.
public record ApiSettings(
        boolean enabled,
        String host,
        int port,
        CorsSettings cors,
        AuthSettings auth,
        @Nullable TlsFiles tls) {}
