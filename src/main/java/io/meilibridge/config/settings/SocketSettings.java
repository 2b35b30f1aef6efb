package io.meilibridge.config.settings;

import org.jspecify.annotations.Nullable;

/// Options of the TCP sockets to a database; null leaves the system's own.
public record SocketSettings(
        boolean keepalive,
        boolean noDelay,
        @Nullable Integer sendBufferBytes,
        @Nullable Integer receiveBufferBytes) {}
