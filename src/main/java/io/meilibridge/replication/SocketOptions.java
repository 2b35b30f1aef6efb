package io.meilibridge.replication;

import java.time.Duration;
import java.util.Objects;

/// The TCP connection. Keepalive times and counts are the operating system's: a JDBC driver cannot
/// set them on its socket.
///
/// @param connectLimit how long connecting and logging in may take together, zero for no limit;
///   begun seconds count as whole ones
/// @param sendBufferBytes 0 for the operating system's choice
/// @param receiveBufferBytes 0 for the operating system's choice
public record SocketOptions(
        Duration connectLimit,
        boolean keepAlive,
        boolean noDelay,
        int sendBufferBytes,
        int receiveBufferBytes) {

    public static final SocketOptions DEFAULT =
            new SocketOptions(Duration.ofSeconds(30), true, true, 0, 0);

    public SocketOptions {
        Objects.requireNonNull(connectLimit, "connectLimit is null");
        if (connectLimit.isNegative() || connectLimit.toSeconds() > Integer.MAX_VALUE / 1000) {
            throw new IllegalArgumentException(
                    "Connect limit " + connectLimit + " is negative or longer than days.");
        }
        if (sendBufferBytes < 0 || receiveBufferBytes < 0) {
            throw new IllegalArgumentException("A socket buffer is of negative size.");
        }
    }
}
