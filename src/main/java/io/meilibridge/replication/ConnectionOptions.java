package io.meilibridge.replication;

import java.util.Objects;

/// How to reach one source database and what to tell it. Immutable; the password is asked for at
/// each connection, so that a changed password file takes effect at the next one.
public record ConnectionOptions(
        ServerAddress address,
        Credentials credentials,
        TlsOptions tls,
        SocketOptions socket,
        SessionOptions session) {

    public ConnectionOptions {
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(credentials, "credentials is null");
        Objects.requireNonNull(tls, "tls is null");
        Objects.requireNonNull(socket, "socket is null");
        Objects.requireNonNull(session, "session is null");
    }

    /// The defaults for everything but where and who.
    public static ConnectionOptions of(ServerAddress address, Credentials credentials) {
        return new ConnectionOptions(
                address,
                credentials,
                TlsOptions.PREFER,
                SocketOptions.DEFAULT,
                SessionOptions.DEFAULT);
    }

    public ConnectionOptions with(ServerAddress other) {
        return new ConnectionOptions(other, credentials, tls, socket, session);
    }

    public ConnectionOptions with(Credentials other) {
        return new ConnectionOptions(address, other, tls, socket, session);
    }

    public ConnectionOptions with(TlsOptions other) {
        return new ConnectionOptions(address, credentials, other, socket, session);
    }

    public ConnectionOptions with(SocketOptions other) {
        return new ConnectionOptions(address, credentials, tls, other, session);
    }

    public ConnectionOptions with(SessionOptions other) {
        return new ConnectionOptions(address, credentials, tls, socket, other);
    }
}
