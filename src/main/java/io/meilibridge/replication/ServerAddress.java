package io.meilibridge.replication;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// One database on one server, reached over TCP.
///
/// @param host a name or an IP address; IPv6 without brackets
public record ServerAddress(String host, int port, String database) {

    public static final int DEFAULT_PORT = 5432;

    public ServerAddress {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(database, "database is null");
        if (host.isEmpty() || host.indexOf('/') >= 0 || host.indexOf(',') >= 0) {
            throw new IllegalArgumentException(
                    "Host '" + host + "' is not one host name or IP address.");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Port " + port + " is not between 1 and 65535.");
        }
        if (database.isEmpty()) {
            throw new IllegalArgumentException("The database has no name.");
        }
    }

    String jdbcUrl() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String path = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return "jdbc:postgresql://" + name + ":" + port + "/" + path;
    }

    /// As messages name it: `host:port/database`.
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
