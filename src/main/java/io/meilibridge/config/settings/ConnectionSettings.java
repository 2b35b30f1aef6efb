package io.meilibridge.config.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to reach a database.
///
/// @param connectTimeout zero for none
/// @param statementTimeout zero for none; for queries, never for the stream
/// @param applicationName null for our own
/// @param options settings of each session, as libpq's `options`; empty for none
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
        @Nullable String applicationName,
        String options) {}
