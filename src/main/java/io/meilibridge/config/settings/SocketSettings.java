package io.meilibridge.config.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Options of the TCP sockets to a database; null leaves the system's own.
public record SocketSettings(
        boolean keepalive,
        @Nullable Duration keepaliveTime,
        @Nullable Duration keepaliveInterval,
        @Nullable Integer keepaliveCount,
        boolean noDelay,
        @Nullable Integer sendBufferBytes,
        @Nullable Integer receiveBufferBytes) {}
